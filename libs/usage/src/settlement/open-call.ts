import type { AccountTag, BilledAccount } from '@onegate/billing';
import type { CallAsk } from '../admission/admission.js';

/** A call between admission and its end: what its event and its hold are made of. */
export interface OpenCall {
  readonly ask: CallAsk;
  readonly account: BilledAccount;
  readonly tag: AccountTag;
  readonly startedAt: Date;
  readonly holdNano: bigint;
  /** What the account had besides the hold when the call was admitted. */
  readonly leftNano: bigint;
  /** What is added to the price of each model, by its id. */
  readonly markups: ReadonlyMap<number, number>;
  /** Its hold as Redis has it; none for a call that was admitted without Redis. */
  readonly record: string | null;
}
