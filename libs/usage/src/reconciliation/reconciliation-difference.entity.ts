import type { AccountTag } from '@onegate/billing';
import { BigintColumn, IdColumn, ReferenceColumn } from '@onegate/platform';
import { Column, Entity } from 'typeorm';

/** A difference that a run found: the history of what was ever wrong. */
@Entity('reconciliation_differences')
export class ReconciliationDifference {
  @IdColumn()
  id!: number;

  @ReferenceColumn('run_id')
  runId!: number;

  @Column({ type: 'text', collation: 'C' })
  account!: AccountTag;

  @Column('text')
  place!: string;

  @BigintColumn('expected_nano')
  expectedNano!: bigint;

  @BigintColumn('found_nano')
  foundNano!: bigint;

  /** The calls that it is about, where they are known. */
  @Column({ name: 'call_ids', type: 'jsonb', default: [] })
  callIds!: string[];
}
