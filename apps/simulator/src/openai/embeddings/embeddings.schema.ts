import { z } from 'zod';

const text = z.string().min(1);
const tokenIds = z.array(z.number().int().min(0)).min(1);

/** A request for embeddings; texts may also come as lists of token numbers. */
export const embeddingsBody = z.looseObject({
  model: text,
  input: z.union([text, z.array(text).min(1), tokenIds, z.array(tokenIds).min(1)]),
  dimensions: z.number().int().min(1).max(8192).nullish(),
  encoding_format: z.enum(['float', 'base64']).nullish(),
});

export type EmbeddingsBody = z.infer<typeof embeddingsBody>;
