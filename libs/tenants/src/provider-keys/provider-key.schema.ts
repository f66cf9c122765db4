import { z } from 'zod';

/** A header value at most: visible characters, no blanks. */
export const providerKeyChange = z
  .object({
    apiKey: z
      .string()
      .trim()
      .max(4096)
      .regex(/^[!-~]+$/),
  })
  .meta({ id: 'ProviderKeyChange', example: { apiKey: 'sk-litellm-0123456789' } });

export type ProviderKeyChange = z.output<typeof providerKeyChange>;

/** Names as editors write them: `litellm`, `openai-native`. */
export function isProviderName(text: string): boolean {
  return /^[a-zA-Z][a-zA-Z0-9._-]{0,63}$/.test(text);
}
