import type { AccountTag } from '@onegate/billing';
import { BigintColumn } from '@onegate/platform';
import { Column, Entity, PrimaryColumn } from 'typeorm';

const idOfRun = { type: 'bigint', transformer: { from: Number, to: (value: unknown) => value } } as const;

/** What a re-rating comes to for one account: less than nothing is given back, more is asked for. */
@Entity('rerating_accounts')
export class ReratingAccount {
  @PrimaryColumn({ name: 'rerating_id', ...idOfRun })
  reratingId!: number;

  @PrimaryColumn({ type: 'text', collation: 'C' })
  account!: AccountTag;

  @Column({ name: 'estimated_calls', type: 'integer', default: 0 })
  estimatedCalls!: number;

  @BigintColumn('estimated_nano', { default: 0 })
  estimatedNano!: bigint;

  /** What was really corrected so far. */
  @Column({ type: 'integer', default: 0 })
  calls!: number;

  @BigintColumn('change_nano', { default: 0 })
  changeNano!: bigint;

  /** Of the line on its statement. */
  @Column({ name: 'note_reference', type: 'text', nullable: true })
  noteReference!: string | null;
}
