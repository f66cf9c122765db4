import type { z } from 'zod';
import { ProviderError } from '../exchange/provider-error.js';

/** Reads a body by its schema, or complains about the first thing wrong with it in Anthropic's words. */
export function readAnthropicBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = issue?.path.join('.') || 'body';
  const missing = issue?.message.endsWith('received undefined') === true;
  throw new ProviderError(400, `${field}: ${missing ? 'Field required' : (issue?.message ?? 'Invalid')}`);
}
