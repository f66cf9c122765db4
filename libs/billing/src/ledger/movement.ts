import type { LedgerAccount, MovementKind } from './ledger-kinds.js';

/** What a wallet's books look like between two movements. */
export interface WalletFigures {
  credits: bigint;
  spent: bigint;
  overdraft: bigint;
  lastNumber: number;
  creditsVersion: number;
}

export interface GrantFigures {
  readonly id: number;
  readonly expiresAt: Date | null;
  remaining: bigint;
  /** What expired of it, and comes back for usage from before. */
  expired: bigint;
}

export interface Entry {
  readonly account: LedgerAccount;
  readonly grantId: number | null;
  readonly amount: bigint;
}

/** What a movement is called. */
export interface Heading<Kind extends MovementKind = MovementKind> {
  readonly kind: Kind;
  readonly reference: string;
  readonly about?: string | null;
  readonly actorUserId?: number | null;
}

export interface Movement extends Heading {
  readonly number: number;
  readonly change: bigint;
  readonly balanceAfter: bigint;
  readonly overdraft: bigint;
  readonly entries: readonly Entry[];
  readonly usage: UsageHeading | null;
}

export interface UsageHeading {
  readonly batch: string;
  readonly day: string;
  readonly calls: number;
}

export interface Use {
  readonly amount: bigint;
  readonly usedAt: Date;
}
