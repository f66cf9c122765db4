import { applyDecorators, Controller, HttpCode, UseInterceptors } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { LimitedKeysOnlyRead, Requires, type Permission } from '@onegate/platform';
import { z } from 'zod';
import { apiTags } from '../docs/api-tags.js';
import { EnvelopeInterceptor } from './envelope.interceptor.js';

/** A controller of the account surface: below `/api/v1`, its answers in an envelope. */
export function AccountController(path: string) {
  return applyDecorators(
    ApiTags(apiTags.account),
    LimitedKeysOnlyRead(),
    Controller(`api/v1/${path}`),
    UseInterceptors(EnvelopeInterceptor),
  );
}

/** What a route answers inside the envelope, with 200 whatever the method. */
export function Answers(data: z.ZodType) {
  const standardSchema = z.object({ success: z.literal(true), data });
  return applyDecorators(HttpCode(200), ApiResponse({ status: 200, standardSchema }));
}

/** For a route that has nothing to answer. */
export function AnswersNothing() {
  return applyDecorators(HttpCode(204), ApiResponse({ status: 204, description: 'Done' }));
}

/**
 * Everybody who is signed in passes the guard. Whether he belongs to the organization (404) and may do this there (403)
 * is decided by its own service, so that who does not belong learns nothing from the difference.
 */
export function RequiresInOrganization(permission: Permission) {
  return applyDecorators(
    Requires('account.use'),
    ApiResponse({ status: 403, description: `Needs \`${permission}\` in the organization` }),
    ApiResponse({ status: 404, description: 'No such organization among those of the caller' }),
  );
}
