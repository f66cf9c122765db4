import type { ProviderKind } from '@onegate/models';
import type { NanoUsd } from '@onegate/platform';
import type { CallStatus, CountSource, Operation } from '../events/usage-event.js';

/** One call in the list of what somebody used. */
export interface UsageItem {
  readonly id: string;
  readonly requestId: string;
  readonly generationId: string | null;
  readonly startedAt: Date;
  readonly settledAt: Date;
  readonly userId: string;
  readonly memberName: string;
  readonly memberEmail: string;
  /** `null` on a personal account. */
  readonly organizationId: string | null;
  readonly keyId: string | null;
  readonly serviceUser: string | null;
  readonly operation: Operation;
  readonly modelSlug: string;
  readonly requestedModel: string;
  readonly providerKind: ProviderKind | null;
  readonly isSimulated: boolean;
  readonly isOwnUpstream: boolean;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly cachedTokens: number;
  readonly reasoningTokens: number;
  readonly countSource: CountSource;
  /** With which it came to the books: the movement of its account on its day has the same. */
  readonly batch: string;
  readonly costNano: NanoUsd;
  /** When the call ended. */
  readonly chargedNano: NanoUsd;
  /** What re-rating changed of it since: less than nothing was given back. */
  readonly correctedNano: NanoUsd;
  readonly status: CallStatus;
  readonly httpStatus: number;
  readonly finishReason: string | null;
  readonly isStream: boolean;
  readonly latencyMs: number;
  readonly firstTokenMs: number | null;
}

type Numbers = 'promptTokens' | 'completionTokens' | 'cachedTokens' | 'reasoningTokens' | 'latencyMs';
type Money = 'costNano' | 'chargedNano' | 'correctedNano';

export type UsageItemRow = Omit<UsageItem, Numbers | Money | 'firstTokenMs'> &
  Readonly<Record<Numbers | Money, string>> & { readonly firstTokenMs: string | null };

/** Only what is shown is read: events carry more. */
export const itemColumns = `e.id, e.request_id as "requestId", e.generation_id as "generationId",
  e.started_at as "startedAt", e.settled_at as "settledAt", u.public_id as "userId", u.name as "memberName",
  u.email as "memberEmail", t.public_id as "organizationId", k.public_id as "keyId", s.name as "serviceUser",
  e.operation, e.model_slug as "modelSlug", e.requested_model as "requestedModel",
  e.provider_kind as "providerKind", e.is_simulated as "isSimulated", e.is_own_upstream as "isOwnUpstream",
  e.prompt_tokens as "promptTokens", e.completion_tokens as "completionTokens",
  e.cached_tokens as "cachedTokens", e.reasoning_tokens as "reasoningTokens", e.count_source as "countSource", e.batch,
  e.cost_nano as "costNano", e.charged_nano as "chargedNano", coalesce(c.nano, 0) as "correctedNano", e.status, e.http_status as "httpStatus",
  e.finish_reason as "finishReason", e.is_stream as "isStream", e.latency_ms as "latencyMs",
  e.first_token_ms as "firstTokenMs"`;

/** People and keys of events are kept as long as these; where one is gone, the event still counts. */
export const itemJoins = `left join users u on u.id = e.user_id
  left join api_keys k on k.id = e.key_id
  left join service_users s on s.id = e.service_user_id
  left join lateral (select sum(change_nano) as nano from usage_corrections where event_id = e.id) c on true
  left join tenants t on t.id = case when e.account like 'o%' then substr(e.account, 2)::bigint end`;

export function toItem(row: UsageItemRow): UsageItem {
  return {
    ...row,
    promptTokens: Number(row.promptTokens),
    completionTokens: Number(row.completionTokens),
    cachedTokens: Number(row.cachedTokens),
    reasoningTokens: Number(row.reasoningTokens),
    costNano: BigInt(row.costNano),
    chargedNano: BigInt(row.chargedNano),
    correctedNano: BigInt(row.correctedNano),
    latencyMs: Number(row.latencyMs),
    firstTokenMs: row.firstTokenMs === null ? null : Number(row.firstTokenMs),
  };
}
