import type { NanoUsd } from '@onegate/platform';
import type { AccountTag, BilledAccount } from '../wallets/billed-account.js';
import type { GrantKind, MovementKind, WithdrawalKind } from './ledger-kinds.js';

interface Order {
  readonly account: BilledAccount;
  /** More than nothing. */
  readonly amount: NanoUsd;
  /** Unique for ever, such as the id of the payment: the same order given twice is carried out once. */
  readonly reference: string;
  /** For people, on the statement. */
  readonly about?: string | null;
  /** Who ordered it, unless the system did. */
  readonly actorUserId?: number | null;
}

export interface GrantOrder extends Order {
  readonly kind: GrantKind;
  /** From this moment on nothing can be paid with it. Without one it stays. */
  readonly expiresAt?: Date | null;
}

export interface WithdrawalOrder extends Order {
  readonly kind: WithdrawalKind;
  /** The reference of the grant that is taken back: it is used up before any other. */
  readonly grantReference?: string;
}

/** What one call costs its account. */
export interface UsageCharge {
  readonly account: AccountTag;
  /** Not negative; what is free leaves no trace in the ledger. */
  readonly amount: NanoUsd;
  /** When the money was promised: decides which grants can pay for it, and the day it is listed under. */
  readonly usedAt: Date;
}

export interface UsageBatch {
  /** Unique, and written on every usage event of the batch: it leads from the statement to the single calls. */
  readonly batch: string;
  readonly charges: readonly UsageCharge[];
}

/** One line of a wallet's statement, as it was posted. */
export interface PostedMovement {
  readonly publicId: string;
  readonly walletId: number;
  readonly kind: MovementKind;
  readonly reference: string;
  /** What the balance changed by. */
  readonly change: NanoUsd;
  readonly balanceAfter: NanoUsd;
  /** Whether it was posted just now, and not by the same order before. */
  readonly isNew: boolean;
}

export interface ChargedBatch {
  readonly posted: readonly PostedMovement[];
  /** Accounts that do not exist (any more): nothing was charged to them. */
  readonly unknownAccounts: readonly AccountTag[];
}
