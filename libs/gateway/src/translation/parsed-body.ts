import { invalidFields } from '@onegate/platform';
import type { z } from 'zod';

/** More than this helps nobody, and the number of complaints is up to whoever sends the request. */
const maxComplaints = 20;

/** The request as its schema describes it; fails by naming each field that is not so. */
export function parsedBody<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const fields: Record<string, string[]> = {};
  for (const { path, message } of result.error.issues.slice(0, maxComplaints)) {
    const field = path.map(String).join('.') || 'body';
    fields[field] = [...(fields[field] ?? []), message];
  }
  throw invalidFields({ message: 'The given data was invalid.' }, { fields });
}
