import type { RateLimitReport } from '../capacity/rate-limit-report.js';
import type { AccountState } from './account-state.js';
import type { OutcomeRule } from './outcomes.js';
import type { CallAsk, Hindered } from './standing.js';

/** A place asked for: held until it is given back, or until nobody renews it. */
export interface PlaceAsk extends CallAsk {
  readonly leaseId: string;
  readonly leaseMs: number;
  /** How long a caller who tries a broken account keeps all others from trying. */
  readonly probeMs: number;
}

export interface Granted {
  readonly free: true;
  readonly isProbe: boolean;
  readonly acquiredAt: number;
}

/** What became of a call. */
export interface CallReport {
  readonly leaseId: string;
  readonly modelId: number;
  readonly acquiredAt: number;
  readonly rule: OutcomeRule;
  /** How long the provider asked to be left alone. */
  readonly retryAfterMs: number | null;
  /** How long nothing is left there; 0 when something is, `null` when it was not told. */
  readonly blockedMs: number | null;
  /** Used tokens beyond those asked for; negative when fewer were. */
  readonly extraTokens: number;
  readonly costNanoUsd: bigint;
  readonly firstByteMs: number | null;
  readonly latencyMs: number | null;
  readonly limits: RateLimitReport | null;
  /** Whether the place is given back. */
  readonly isEnd: boolean;
}

/** Where all processes keep what they know of the accounts. */
export abstract class RouteStates {
  abstract read(accountId: number): Promise<AccountState>;
  /** Takes a place, or says why there is none. Decided in one step for all processes. */
  abstract acquire(accountId: number, ask: PlaceAsk): Promise<Granted | Hindered>;
  abstract report(accountId: number, report: CallReport): Promise<void>;
  /** Keeps places from being taken for those of a dead process. */
  abstract renew(accountId: number, leaseIds: readonly string[], leaseMs: number): Promise<void>;
  /** After its settings changed: it gets another chance at once. */
  abstract forgetFailures(accountId: number): Promise<void>;
}
