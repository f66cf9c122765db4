import { z } from 'zod';

const limit = z.number().int().positive().nullable();

/** Bounds that the administrators set on calls of a model, below what the provider would allow. */
export const modelLimits = z
  .object({
    max_prompt_tokens: limit.optional(),
    max_output_tokens: limit.optional(),
    requests_per_minute: limit.optional(),
    tokens_per_minute: limit.optional(),
  })
  .strict();

export type ModelLimits = z.output<typeof modelLimits>;
