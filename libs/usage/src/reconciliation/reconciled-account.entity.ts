import type { AccountTag } from '@onegate/billing';
import { BigintColumn, ReferenceColumn, TimeColumn } from '@onegate/platform';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { FoundDifference } from './difference.js';

/** What every place said of an account when it was compared last; the next comparison goes on from here. */
@Entity('reconciled_accounts')
export class ReconciledAccount {
  @PrimaryColumn({ type: 'text', collation: 'C' })
  account!: AccountTag;

  /** None, where there is usage of an account that has no wallet. */
  @ReferenceColumn('wallet_id', { nullable: true })
  walletId!: number | null;

  @BigintColumn('events_nano')
  eventsNano!: bigint;

  /** By the days and the months of the statistics. */
  @BigintColumn('days_nano')
  daysNano!: bigint;

  @BigintColumn('months_nano')
  monthsNano!: bigint;

  /** Lines of the statement, and the entries that they consist of. */
  @BigintColumn('ledger_nano')
  ledgerNano!: bigint;

  @BigintColumn('entries_nano')
  entriesNano!: bigint;

  /** Up to which line of the statement they were added up. */
  @ReferenceColumn('ledger_number')
  ledgerNumber!: number;

  @BigintColumn('spent_nano')
  spentNano!: bigint;

  /** What Redis says: nothing, where it does not know the wallet. */
  @BigintColumn('redis_spent_nano', { nullable: true })
  redisSpentNano!: bigint | null;

  @BigintColumn('redis_pending_nano', { nullable: true })
  redisPendingNano!: bigint | null;

  @BigintColumn('held_nano', { nullable: true })
  heldNano!: bigint | null;

  @Column({ type: 'integer', default: 0 })
  holds!: number;

  /** Calls under way that their processes know of. */
  @Column({ name: 'calls_in_flight', type: 'integer', default: 0 })
  callsInFlight!: number;

  @BigintColumn('difference_nano')
  differenceNano!: bigint;

  @Column({ type: 'jsonb', default: [] })
  differences!: FoundDifference[];

  @TimeColumn('checked_at')
  checkedAt!: Date;
}
