import type { AccountTag } from '@onegate/billing';

/** What one account owes for some events of one day that were not charged before. */
export interface UsageCharge {
  readonly account: AccountTag;
  /** In UTC, `2026-01-31`: the day on which the calls were settled, however late they come. */
  readonly day: string;
  /** The sum of what the events charge; never negative, zero where all of them were free. */
  readonly nanos: bigint;
  /** The events in it. Never empty, and no event is ever charged a second time. */
  readonly eventIds: readonly string[];
}

/**
 * The books, as the ingest sees them. Called within the transaction that inserts the events, so that both stand or
 * neither does; may run again when that transaction is tried again.
 */
export abstract class UsageCharging {
  abstract charge(charges: readonly UsageCharge[]): Promise<void>;
}
