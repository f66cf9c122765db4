import type { AccountTag } from '@onegate/billing';
import { BigintColumn } from '@onegate/platform';
import { Column, Entity, PrimaryColumn } from 'typeorm';

const idOfRun = { type: 'bigint', transformer: { from: Number, to: (value: unknown) => value } } as const;

/** What one re-rating changed of one call. The event itself keeps what was charged for it. */
@Entity('usage_corrections')
export class UsageCorrection {
  @PrimaryColumn({ name: 'event_id', type: 'text', collation: 'C' })
  eventId!: string;

  @PrimaryColumn({ name: 'rerating_id', ...idOfRun })
  reratingId!: number;

  @Column({ type: 'text', collation: 'C' })
  account!: AccountTag;

  @BigintColumn('cost_change_nano')
  costChangeNano!: bigint;

  @BigintColumn('change_nano')
  changeNano!: bigint;
}
