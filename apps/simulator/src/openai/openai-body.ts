import type { z } from 'zod';
import { isAbsent } from '../exchange/absent-value.js';
import { ProviderError } from '../exchange/provider-error.js';

/** Reads a body by its schema, or complains about the first thing wrong with it in OpenAI's words. */
export function readOpenAiBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const param = issue?.path.join('.') ?? '';
  if (param === '')
    throw new ProviderError(400, 'The body has to be a JSON object.', { code: 'invalid_json' });
  if (isAbsent(body, issue?.path ?? [])) {
    throw new ProviderError(400, `Missing required parameter: '${param}'.`, {
      param,
      code: 'missing_required_parameter',
    });
  }
  throw new ProviderError(
    400,
    `Invalid value for '${param}': ${(issue?.message ?? '').replace(/\.$/, '')}.`,
    {
      param,
      code: 'invalid_value',
    },
  );
}
