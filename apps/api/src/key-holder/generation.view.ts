import { factsOf } from '@onegate/models';
import { toUsdFloat, type NanoUsd } from '@onegate/platform';
import type { RecordedEvent } from '@onegate/usage';
import { z } from 'zod';
import { finishReasonOf } from './finish-reason.js';

const usd = z.number().meta({ description: 'Dollars' });

export const generationView = z
  .object({
    id: z.string(),
    upstream_id: z.string().nullable(),
    request_id: z.string(),
    model: z.string(),
    api_type: z.string(),
    created_at: z.iso.datetime(),
    provider_name: z.string().nullable(),
    total_cost: usd.meta({ description: 'Dollars that were charged when the call ended' }),
    usage: usd.meta({ description: 'The same' }),
    corrected_cost: usd.meta({
      description:
        'Dollars that a re-rating changed of it since, by a note on the statement: below 0 was given back',
    }),
    net_cost: usd.meta({ description: 'Dollars that it costs with all corrections' }),
    upstream_inference_cost: usd.nullable(),
    cache_discount: usd.nullable(),
    is_byok: z.boolean(),
    streamed: z.boolean(),
    cancelled: z.boolean(),
    finish_reason: z.string().nullable().meta({
      description: '`stop`, `length`, `tool_calls`, `content_filter` or `error`, whoever answered',
    }),
    native_finish_reason: z.string().nullable().meta({ description: 'In the words of the provider' }),
    tokens_prompt: z.int(),
    tokens_completion: z.int(),
    native_tokens_prompt: z.int(),
    native_tokens_completion: z.int(),
    native_tokens_reasoning: z.int(),
    native_tokens_cached: z.int(),
    latency: z.int().nullable().meta({ description: 'Milliseconds to the first token' }),
    generation_time: z.int().meta({ description: 'Milliseconds in all' }),
    origin: z.string(),
    app_id: z.int().nullable(),
    status: z.string(),
    is_simulated: z.boolean(),
  })
  .meta({ id: 'Generation' });

/** As OpenRouter tells it. Tokens are the provider's own in both forms: there is no second way of counting here. */
export function toGeneration(event: RecordedEvent, corrected: NanoUsd): z.input<typeof generationView> {
  const charged = toUsdFloat(event.chargedNano);
  return {
    id: event.generationId ?? event.id,
    upstream_id: event.generationId,
    request_id: event.requestId,
    model: event.modelSlug,
    api_type: event.operation,
    created_at: event.startedAt.toISOString(),
    provider_name: event.providerKind === null ? null : factsOf(event.providerKind).label,
    total_cost: charged,
    usage: charged,
    corrected_cost: toUsdFloat(corrected),
    net_cost: toUsdFloat(event.chargedNano + corrected),
    upstream_inference_cost: event.isOwnUpstream ? toUsdFloat(event.costNano) : null,
    cache_discount: null,
    is_byok: event.isOwnUpstream,
    streamed: event.isStream,
    cancelled: event.status === 'cancelled',
    finish_reason: finishReasonOf(event.finishReason),
    native_finish_reason: event.finishReason,
    tokens_prompt: event.promptTokens,
    tokens_completion: event.completionTokens,
    native_tokens_prompt: event.promptTokens,
    native_tokens_completion: event.completionTokens,
    native_tokens_reasoning: event.reasoningTokens,
    native_tokens_cached: event.cachedTokens,
    latency: event.firstTokenMs,
    generation_time: event.latencyMs,
    origin: '',
    app_id: null,
    status: event.status,
    is_simulated: event.isSimulated,
  };
}
