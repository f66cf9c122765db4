import { applyDecorators, Controller, HttpCode, type PipeTransform } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { InPerson } from '@onegate/platform';
import { z } from 'zod';
import { apiTags } from '../docs/api-tags.js';

/**
 * A controller of the admin surface: below `/api`, for people who are signed in, integer ids, snake_case, answers in the
 * manner of Laravel. What a key may ask too is only what is its own.
 */
export function AdminController(path: string, { takesKeys = false } = {}): ClassDecorator {
  const whoever = takesKeys ? [] : [InPerson()];
  return applyDecorators(ApiTags(apiTags.admin), ...whoever, Controller(`api/${path}`));
}

/** What a route answers. */
export function Answers(standardSchema: z.ZodType, status = 200) {
  return applyDecorators(HttpCode(status), ApiResponse({ status, standardSchema }));
}

const link = z.object({ url: z.string().nullable(), label: z.string(), active: z.boolean() });

/** A page as `laravelPage` makes it. */
export function pageOf<Row extends z.ZodType>(row: Row) {
  return z.object({
    current_page: z.int(),
    data: z.array(row),
    first_page_url: z.string(),
    from: z.int().nullable(),
    last_page: z.int(),
    last_page_url: z.string(),
    links: z.array(link),
    next_page_url: z.string().nullable(),
    path: z.string(),
    per_page: z.int(),
    prev_page_url: z.string().nullable(),
    to: z.int().nullable(),
    total: z.int(),
  });
}

/** An id in the path. What is no number becomes 0, the id of nothing, so that it is not found like any other. */
export const rowId: PipeTransform<string, number> = {
  transform: (text) => (/^\d{1,15}$/.test(text) ? Number(text) : 0),
};

export const done = z.object({ message: z.string() }).meta({ id: 'Done' });
