import { IdColumn, ReferenceColumn, TimeColumn } from '@onegate/platform';
import { Column, Entity } from 'typeorm';
import type { SyncProblem } from './sync-problems.js';
import type { SyncRunState } from './sync-run.flow.js';

function CountColumn(): PropertyDecorator {
  return Column({ type: 'integer', default: 0 });
}

/** One time that a tenant's people were brought in step with its directory: the record, and where it stands. */
@Entity('sync_runs')
export class SyncRun {
  @IdColumn()
  id!: number;

  /** `run_…` */
  @Column({ name: 'public_id', type: 'text', unique: true })
  publicId!: string;

  @ReferenceColumn('tenant_id')
  tenantId!: number;

  @Column('text')
  state!: SyncRunState;

  /** None for one that was due. */
  @ReferenceColumn('started_by', { nullable: true })
  startedBy!: number | null;

  @ReferenceColumn('confirmed_by', { nullable: true })
  confirmedBy!: number | null;

  /** So many may go, because a person has said so. */
  @Column({ name: 'confirmed_departures', type: 'integer', nullable: true })
  confirmedDepartures!: number | null;

  /** Counts the workers that took it; only the last one may write. */
  @CountColumn()
  attempt!: number;

  @CountColumn()
  seen!: number;

  @CountColumn()
  created!: number;

  @CountColumn()
  updated!: number;

  @CountColumn()
  reactivated!: number;

  @CountColumn()
  deactivated!: number;

  @CountColumn()
  unchanged!: number;

  /** How many would go, known once everybody is listed. */
  @Column({ type: 'integer', nullable: true })
  departures!: number | null;

  @Column({ name: 'problem_count', type: 'integer', default: 0 })
  problemCount!: number;

  @Column({ type: 'jsonb', default: [] })
  problems!: SyncProblem[];

  /** Why it failed, in a sentence. */
  @Column({ type: 'text', nullable: true })
  failure!: string | null;

  @TimeColumn('created_at')
  createdAt!: Date;

  @TimeColumn('started_at', { nullable: true })
  startedAt!: Date | null;

  /** When it was last seen alive. */
  @TimeColumn('heartbeat_at')
  heartbeatAt!: Date;

  @TimeColumn('finished_at', { nullable: true })
  finishedAt!: Date | null;
}
