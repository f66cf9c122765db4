import { BigintColumn, IdColumn, TimeColumn } from '@onegate/platform';
import { Column, Entity } from 'typeorm';

export type ReconciliationState = 'queued' | 'running' | 'completed' | 'failed';

/** One comparison of everything that says what was used. What it found stays, so that it can be read later. */
@Entity('reconciliation_runs')
export class ReconciliationRun {
  @IdColumn()
  id!: number;

  /** `run_…` */
  @Column({ name: 'public_id', type: 'text', unique: true })
  publicId!: string;

  @Column('text')
  trigger!: 'schedule' | 'person';

  /** Whether every event and entry was read again, and not only what has changed since. */
  @Column({ name: 'is_thorough', type: 'boolean' })
  isThorough!: boolean;

  @Column('text')
  state!: ReconciliationState;

  @Column({ type: 'text', nullable: true })
  error!: string | null;

  /** How many accounts were looked at; the others had not changed. */
  @Column({ type: 'integer', default: 0 })
  accounts!: number;

  @Column({ type: 'integer', default: 0 })
  differing!: number;

  /** All differences without their signs, so that none hides another. */
  @BigintColumn('difference_nano', { default: 0 })
  differenceNano!: bigint;

  /** Of all accounts. */
  @BigintColumn('events_nano', { default: 0 })
  eventsNano!: bigint;

  @BigintColumn('ledger_nano', { default: 0 })
  ledgerNano!: bigint;

  @BigintColumn('spent_nano', { default: 0 })
  spentNano!: bigint;

  @BigintColumn('pending_nano', { default: 0 })
  pendingNano!: bigint;

  @BigintColumn('held_nano', { default: 0 })
  heldNano!: bigint;

  @TimeColumn('started_at')
  startedAt!: Date;

  @TimeColumn('finished_at', { nullable: true })
  finishedAt!: Date | null;
}
