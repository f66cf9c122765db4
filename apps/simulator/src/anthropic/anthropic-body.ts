import type { z } from 'zod';
import { isAbsent } from '../exchange/absent-value.js';
import { ProviderError } from '../exchange/provider-error.js';

/** Reads a body by its schema, or complains about the first thing wrong with it in Anthropic's words. */
export function readAnthropicBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = issue?.path.join('.') || 'body';
  const complaint = isAbsent(body, issue?.path ?? []) ? 'Field required' : (issue?.message ?? 'Invalid');
  throw new ProviderError(400, `${field}: ${complaint}`);
}
