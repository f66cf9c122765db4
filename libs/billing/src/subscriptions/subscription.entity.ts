import { IdColumn, ReferenceColumn, TimeColumn } from '@onegate/platform';
import { Column, Entity } from 'typeorm';
import { OwnedByAccount } from '../wallets/owned-by-account.js';
import type { EndReason, SubscriptionStatus } from './subscription.flow.js';

/** An account's plan, with the period that is paid for. */
@Entity('subscriptions')
export class Subscription extends OwnedByAccount {
  @IdColumn()
  id!: number;

  /** `sub_…` */
  @Column({ name: 'public_id', type: 'text', unique: true })
  publicId!: string;

  /** Paid for by the account, or entered by an administrator and free of charge. */
  @Column('text')
  origin!: 'bought' | 'manual';

  @Column('text')
  status!: SubscriptionStatus;

  @ReferenceColumn('plan_version_id')
  planVersionId!: number;

  @Column('integer')
  seats!: number;

  /** Where its days begin: that of the account when it began, so that periods stay as they are. */
  @Column({ name: 'time_zone', type: 'text' })
  timeZone!: string;

  /** Periods are counted from here. */
  @TimeColumn('anchor_at')
  anchorAt!: Date;

  @Column({ name: 'period_number', type: 'integer' })
  periodNumber!: number;

  @TimeColumn('period_start')
  periodStart!: Date;

  @TimeColumn('period_end')
  periodEnd!: Date;

  /** From the next period on. */
  @ReferenceColumn('next_version_id', { nullable: true })
  nextVersionId!: number | null;

  @Column({ name: 'next_seats', type: 'integer', nullable: true })
  nextSeats!: number | null;

  /** When it ends by itself. */
  @TimeColumn('cancel_at', { nullable: true })
  cancelAt!: Date | null;

  /** When that was decided. */
  @TimeColumn('canceled_at', { nullable: true })
  canceledAt!: Date | null;

  @TimeColumn('past_due_since', { nullable: true })
  pastDueSince!: Date | null;

  @TimeColumn('ended_at', { nullable: true })
  endedAt!: Date | null;

  @Column({ name: 'end_reason', type: 'text', nullable: true })
  endReason!: EndReason | null;

  /** When somebody has to look at it again. */
  @TimeColumn('due_at', { nullable: true })
  dueAt!: Date | null;

  /** Grows with each change of what it is: what was calculated for another one is not applied any more. */
  @Column({ type: 'integer', default: 0 })
  revision!: number;

  @Column({ type: 'text', nullable: true })
  note!: string | null;

  @ReferenceColumn('creator_user_id', { nullable: true })
  creatorUserId!: number | null;

  @TimeColumn('created_at')
  createdAt!: Date;

  @TimeColumn('updated_at')
  updatedAt!: Date;
}
