import type { ProviderKind } from './provider-kinds.js';
import type { ServedModels } from './upstream-account.entity.js';

/** A model that an account is to serve, by id or by any of its names. */
export interface ListedModelDraft {
  readonly model: string | number;
  readonly upstreamName?: string | undefined;
  readonly costBps?: number | null | undefined;
  readonly isEnabled?: boolean | undefined;
}

/** Everything that can be said of an account. `null` takes a limit away. */
interface AccountDraft {
  readonly name: string;
  readonly baseUrl: string | null;
  readonly settings: Record<string, string>;
  readonly headers: Record<string, string>;
  readonly secretHeaders: Record<string, string>;
  readonly credentials: Record<string, string>;
  readonly serves: Exclude<ServedModels, 'unrouted'>;
  readonly models: readonly ListedModelDraft[];
  readonly priority: number;
  readonly weight: number;
  readonly costBps: number;
  readonly concurrency: number | null;
  readonly requestsPerMinute: number | null;
  readonly tokensPerMinute: number | null;
  readonly monthlyBudgetNanoUsd: bigint | null;
  readonly connectTimeoutMs: number | null;
  readonly firstByteTimeoutMs: number | null;
  readonly idleTimeoutMs: number | null;
  readonly totalTimeoutMs: number | null;
  readonly isExclusive: boolean;
  readonly isEnabled: boolean;
}

/** What a person changes: what is left out stays. */
export type AccountChange = { readonly [Field in keyof AccountDraft]?: AccountDraft[Field] | undefined };

export interface NewAccount extends AccountChange {
  readonly name: string;
  readonly kind: ProviderKind;
}
