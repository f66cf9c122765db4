import { z } from 'zod';

/** Clients send `null` for what they do not say. */
export function given<Schema extends z.ZodType>(schema: Schema) {
  return schema.nullish().transform((value) => value ?? undefined);
}
