import { z } from 'zod';
import { modelLimits } from './model.schema.js';

const alias = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[^\s]+$/, 'A name has no blanks.');

/** What administrators may change of a model; what is not sent stays. */
export const modelEdit = z
  .object({
    is_active: z.boolean().optional(),
    markup_bps: z.number().int().min(0).max(100_000).nullable().optional(),
    aliases: z.array(alias).max(50).optional(),
    limits: modelLimits.optional(),
  })
  .meta({ id: 'ModelEdit', example: { is_active: true, markup_bps: 400, aliases: ['house-model'] } });

export type ModelEdit = z.output<typeof modelEdit>;
