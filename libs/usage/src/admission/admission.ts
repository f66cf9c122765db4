import type { Principal } from '@onegate/auth';
import type { CatalogModel, Route, Usage } from '@onegate/models';
import type { NanoUsd } from '@onegate/platform';
import type { CallStatus, CountSource, Operation, UsageEvent } from '../events/usage-event.js';

/** What a call may use at most, as far as can be told before it is made. */
export interface CallEstimate {
  readonly promptTokens: number;
  /** How long an answer the client asked for; `null` leaves it to the model. */
  readonly maxOutputTokens: number | null;
  /** How many answers of that length; one where it is not said. */
  readonly answers?: number;
  /** What is not tokens: pictures, searches, the request itself. */
  readonly others?: Usage;
}

export interface CallAsk {
  readonly eventId: string;
  readonly requestId: string;
  readonly principal: Principal;
  readonly ip: string | null;
  readonly serviceUser: string | null;
  readonly operation: Operation;
  readonly requestedModel: string;
  /** All that may come to answer it, in the order in which they are tried: the hold is for the dearest. */
  readonly models: readonly CatalogModel[];
  readonly estimate: CallEstimate;
  readonly isStream: boolean;
}

/** What became of an admitted call, as the gateway knows it at its end. */
export interface CallEnd {
  readonly model: CatalogModel;
  /** The way that answered; none where the answer was remembered. */
  readonly route: Route | null;
  readonly usage: Usage;
  readonly countSource: CountSource;
  readonly reportedCostNano: bigint | null;
  readonly generationId: string | null;
  readonly status: CallStatus;
  readonly httpStatus: number;
  readonly finishReason: string | null;
  readonly disconnect: UsageEvent['disconnect'];
  readonly latencyMs: number;
  readonly firstTokenMs: number | null;
  readonly attempts: number;
  readonly isCached: boolean;
}

/** What decides what a call costs. */
export type PricedEnd = Pick<CallEnd, 'usage' | 'model' | 'route' | 'isCached'>;

/** What a call costs its account, for answers that say so. */
export interface CallCost {
  readonly chargedNano: NanoUsd;
  /** What is paid to the provider directly, because the account there is the organization's own; else `null`. */
  readonly ownCostNano: NanoUsd | null;
  /** What of it is for reading the prompt, and for writing the answer; the rest is for calls, pictures and searches. */
  readonly promptNano: NanoUsd;
  readonly answerNano: NanoUsd;
}

/** A call with a place and money held for it. It ends by exactly one of `settle` and `release`; the first one counts. */
export interface AdmittedCall {
  /** The most that is paid for in all answers: what was asked for, or less where the balance ends before. */
  readonly maxOutputTokens: number | null;
  /** Whether that is less than was asked for. */
  readonly isClamped: boolean;
  /** How long the provider is to be told that each answer may be; `null` where the request need not say so. */
  readonly answerLimit: number | null;
  /** The money held for it, in nano-dollars. */
  readonly holdNano: bigint;
  /**
   * Whether what was used so far, by that model, is still within the money held for the call. Where it is not, and
   * `usage.cutOff` is set, a stream is to be ended with the finish reason of a reached length.
   */
  covers(usage: Usage, model: CatalogModel): boolean;
  /** What `settle` would charge for such an end: for answers that tell what they cost. */
  costOf(end: PricedEnd): CallCost;
  /** For the answer: limits, what is left of them, whether the output was clamped. */
  readonly headers: Readonly<Record<string, string>>;
  /**
   * Charges what was used. Never fails: what cannot be told to Redis now is in the journal and told later. `charged` is
   * called once the charge stands, while Redis is being told of it.
   */
  settle(end: CallEnd, charged?: (event: UsageEvent) => void): Promise<UsageEvent>;
  /** The call cost nothing: gives the hold back. */
  release(): Promise<void>;
}

/** Stands between sign-in and route: no call goes on without its yes. */
export abstract class Admission {
  /** Fails with what limit it was, what is left, and when to try again. */
  abstract admit(ask: CallAsk): Promise<AdmittedCall>;
  /** What `admit` would say, holding nothing: for quotes. */
  abstract preview(ask: CallAsk): Promise<AdmissionPreview>;
}

export interface AdmissionPreview {
  readonly isAdmitted: boolean;
  /** Why not. */
  readonly refusal: Error | null;
  readonly maxOutputTokens: number | null;
  readonly highestCostNano: bigint;
  readonly headers: Readonly<Record<string, string>>;
}
