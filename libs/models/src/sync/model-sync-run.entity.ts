import { IdColumn, TimeColumn } from '@onegate/platform';
import { Column, Entity } from 'typeorm';

export type SyncRunState = 'queued' | 'running' | 'completed' | 'failed' | 'interrupted';

/** A row of the source that was not taken, and why. */
export interface SkippedRow {
  readonly id: string;
  readonly reason: string;
}

/** One reading of the source's catalog, from the wish to the result. At most one is under way. */
@Entity('model_sync_runs')
export class ModelSyncRun {
  @IdColumn()
  id!: number;

  /** `run_…` */
  @Column({ name: 'public_id', type: 'text', unique: true })
  publicId!: string;

  @Column('text')
  trigger!: 'schedule' | 'person';

  /** Whether a person has said that however many models may vanish. */
  @Column({ name: 'accepts_vanished', type: 'boolean' })
  acceptsVanished!: boolean;

  @Column('text')
  state!: SyncRunState;

  /** Which try it is; a process that was thought dead sees by it that another has taken over. */
  @Column({ type: 'integer', default: 0 })
  attempt!: number;

  /** Past this moment nobody works on it any more. */
  @TimeColumn('lease_until')
  leaseUntil!: Date;

  @Column({ name: 'source_url', type: 'text' })
  sourceUrl!: string;

  /** The version of the list that was taken in full. */
  @Column({ type: 'text', nullable: true })
  etag!: string | null;

  @Column({ type: 'jsonb', default: {} })
  counts!: Record<string, number>;

  @Column({ type: 'jsonb', default: [] })
  output!: string[];

  @Column({ type: 'jsonb', default: [] })
  skipped!: SkippedRow[];

  @Column({ type: 'text', nullable: true })
  error!: string | null;

  @TimeColumn('started_at')
  startedAt!: Date;

  @TimeColumn('finished_at', { nullable: true })
  finishedAt!: Date | null;
}
