import type { AnswerHeaders } from '../capacity/rate-limit-headers.js';
import type { CallOutcome } from './outcomes.js';
import type { Route } from './route.js';

/** What became of a call, as far as the one who made it knows. */
export interface CallResult {
  readonly outcome: CallOutcome;
  readonly firstByteMs?: number;
  readonly latencyMs?: number;
  /** All tokens that the call used. */
  readonly tokens?: number;
  /** What the provider charges for it. */
  readonly costNanoUsd?: bigint;
  /** Those of the provider's answer. */
  readonly headers?: AnswerHeaders;
}

/** A place at an account, held for one call. Give it back once, whatever became of the call. */
export interface RouteLease {
  readonly id: string;
  readonly route: Route;
  /** Whether this call finds out if the account is well again. */
  readonly isProbe: boolean;
  /** The answer has begun: the account is well, and others need not wait for its end to know. */
  started(result: Pick<CallResult, 'firstByteMs' | 'headers'>): Promise<void>;
  release(result: CallResult): Promise<void>;
}
