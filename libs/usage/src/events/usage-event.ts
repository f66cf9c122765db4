import type { AccountTag } from '@onegate/billing';
import type { ProviderKind, Usage } from '@onegate/models';

/** Which API the call came in by. */
export type Operation =
  | 'chat'
  | 'responses'
  | 'messages'
  | 'native'
  | 'completions'
  | 'embeddings'
  | 'images'
  | 'audio'
  | 'moderations'
  | 'rerank';

/** Where the token counts are from: the provider told them, we counted what passed, or we guessed from sizes. */
export type CountSource = 'upstream' | 'counted' | 'estimated';

/** How the call ended. */
export type CallStatus = 'completed' | 'failed' | 'cancelled' | 'interrupted' | 'cut_off';

/**
 * What one call used and cost: written once, when the call is settled, and the same text in the journal, in the Redis
 * stream and in Postgres. Money is a whole number of nano-dollars, as text.
 */
export interface UsageEvent {
  /** Unique: a call that is settled twice is charged once. `evt_…` */
  readonly id: string;
  readonly requestId: string;
  /** The id of the answer, by which its client knows it. */
  readonly generationId: string | null;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly settledAt: number;
  readonly account: AccountTag;
  readonly userId: number;
  readonly keyId: number | null;
  /** The end user of the tenant's own app that the call names. */
  readonly serviceUser: string | null;
  readonly operation: Operation;
  readonly requestedModel: string;
  readonly modelId: number;
  readonly modelSlug: string;
  readonly upstreamAccountId: number | null;
  readonly providerKind: ProviderKind | null;
  readonly upstreamName: string | null;
  readonly isSimulated: boolean;
  /** The account of the provider was the organization's own: nothing is charged for the tokens. */
  readonly isOwnUpstream: boolean;
  readonly usage: Usage;
  readonly countSource: CountSource;
  readonly priceVersionId: number | null;
  readonly markupBps: number;
  /** The provider's price for it. */
  readonly costNano: string;
  /** What the account pays. */
  readonly chargedNano: string;
  /** What the provider says that it cost, where it does. */
  readonly reportedCostNano: string | null;
  readonly holdNano: string;
  /** How much of the charge no money was held for and none was there. */
  readonly overdraftNano: string;
  readonly status: CallStatus;
  /** Of the answer to the client. */
  readonly httpStatus: number;
  readonly finishReason: string | null;
  readonly isStream: boolean;
  /** Whether the client went away, and what became of the provider's answer then. */
  readonly disconnect: 'none' | 'cancelled' | 'drained';
  readonly latencyMs: number;
  readonly firstTokenMs: number | null;
  /** How many routes were tried. */
  readonly attempts: number;
  /** Answered from the account's own cache of answers. */
  readonly isCached: boolean;
}
