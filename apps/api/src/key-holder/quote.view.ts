import type { Quote } from '@onegate/gateway';
import { usdDecimal } from '@onegate/platform';
import { z } from 'zod';

export const quoteView = z
  .object({
    object: z.literal('quote'),
    would_pass: z.boolean(),
    refusal: z.object({ status: z.number(), code: z.string(), message: z.string() }).nullable(),
    model: z.string(),
    prompt_tokens: z.number(),
    max_output_tokens: z.number().nullable(),
    route: z.object({ provider: z.string(), translated: z.boolean(), simulated: z.boolean() }).nullable(),
    highest_cost_usd: z.string().nullable(),
    limits: z.record(z.string(), z.string()),
  })
  .meta({
    id: 'Quote',
    example: {
      object: 'quote',
      would_pass: true,
      refusal: null,
      model: 'openai/gpt-4o-mini',
      prompt_tokens: 12,
      max_output_tokens: 100,
      route: { provider: 'openai', translated: false, simulated: false },
      highest_cost_usd: '0.0000618',
      limits: { 'x-ratelimit-remaining-requests': '59' },
    },
  });

export type QuoteView = z.output<typeof quoteView>;

export function toQuoteView(quote: Quote): QuoteView {
  const { refusal, route, highestCostNano } = quote;
  return {
    object: 'quote',
    would_pass: refusal === null,
    refusal: refusal && { status: refusal.status, code: refusal.code, message: refusal.message },
    model: quote.model.slug,
    prompt_tokens: quote.promptTokens,
    max_output_tokens: quote.maxOutputTokens,
    route: route && {
      provider: route.account.kind,
      translated: quote.isTranslated,
      simulated: route.account.isSimulated,
    },
    highest_cost_usd: highestCostNano === null ? null : usdDecimal(highestCostNano).toString(),
    limits: { ...quote.limits },
  };
}
