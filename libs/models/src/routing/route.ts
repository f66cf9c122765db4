import type { ProviderKind } from '../upstream-accounts/provider-kinds.js';
import type { AccountLimits } from './standing.js';

export interface UpstreamTimeouts {
  readonly connectMs: number;
  readonly firstByteMs: number;
  /** Between two pieces of an answer. */
  readonly idleMs: number;
  readonly totalMs: number;
}

/** An account as calls need it: no secrets, they are asked for when the call is made. */
export interface RoutedAccount {
  readonly id: number;
  readonly publicId: string;
  readonly kind: ProviderKind;
  /** The organization whose own it is: nobody else's calls go there, and they cost the platform nothing. */
  readonly tenantId: number | null;
  readonly isExclusive: boolean;
  /** Its answers are made up, and say so. */
  readonly isSimulated: boolean;
  readonly baseUrl: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly timeouts: UpstreamTimeouts;
  readonly limits: AccountLimits;
  readonly priority: number;
  readonly weight: number;
}

/** One way to call a model: an account, and what the model is called there. */
export interface Route {
  readonly modelId: number;
  readonly slug: string;
  readonly upstreamName: string;
  /** What a call costs here next to the model's price, in hundredths of a percent. */
  readonly costBps: number;
  readonly account: RoutedAccount;
}

/** What the answer of a call tells its client about the way it went. */
export function routeHeaders({ account }: Route): Record<string, string> {
  return account.isSimulated ? { 'x-onegate-simulated': 'true' } : {};
}
