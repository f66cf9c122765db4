import { Injectable } from '@nestjs/common';
import { Clock, Database, newId, pageBounds, type PageQuery, type PageRows } from '@onegate/platform';
import { In } from 'typeorm';
import { ModelSyncRun, type SkippedRow, type SyncRunState } from './model-sync-run.entity.js';
import { syncOvertaken } from './sync.errors.js';

export interface WantedRun {
  readonly trigger: ModelSyncRun['trigger'];
  readonly sourceUrl: string;
  readonly acceptsVanished: boolean;
}

export interface RunResult {
  readonly counts: Record<string, number>;
  readonly output: readonly string[];
  readonly skipped: readonly SkippedRow[];
  readonly etag: string | null;
}

const underWay: SyncRunState[] = ['queued', 'running'];
/** A job can wait for a worker this long; a worker that was silent this long is dead. The database's clock decides. */
const queueLease = '2 minutes';
const workLease = '20 seconds';
export const leaseRenewalMillis = 5_000;

/** The record of syncs. At most one is under way; whoever asks for another gets that one. */
@Injectable()
export class SyncRuns {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** The run under way, or a new one. A run that nobody works on any more is closed on the way. */
  open(wanted: WantedRun): Promise<ModelSyncRun> {
    return this.database.exclusively('model-sync-runs', async () => {
      await this.closeAbandoned();
      const current = await this.database.of(ModelSyncRun).findOneBy({ state: In(underWay) });
      return current ?? this.insert(wanted);
    });
  }

  byId(publicId: string): Promise<ModelSyncRun | null> {
    return this.database.of(ModelSyncRun).findOneBy({ publicId });
  }

  async list(page: PageQuery): Promise<PageRows<ModelSyncRun>> {
    const [rows, total] = await this.database
      .of(ModelSyncRun)
      .findAndCount({ order: { id: 'desc' }, ...pageBounds(page) });
    return { rows, total };
  }

  /** Takes a run on, for as long as the lease is renewed. `null` where another process works on it, or it is over. */
  async claim(publicId: string): Promise<ModelSyncRun | null> {
    const [claimed] = await this.database.query<{ id: string }[]>(
      `with claimed as (
         update model_sync_runs set state = 'running', attempt = attempt + 1, lease_until = now() + $2::interval
         where public_id = $1 and (state = 'queued' or (state = 'running' and lease_until < now()))
         returning id)
       select id from claimed`,
      [publicId, workLease],
    );
    return claimed ? this.byId(publicId) : null;
  }

  async renew({ id, attempt }: ModelSyncRun): Promise<void> {
    await this.database.query(
      `update model_sync_runs set lease_until = now() + $3::interval
       where id = $1 and attempt = $2 and state = 'running'`,
      [id, attempt, workLease],
    );
  }

  /** Closes the run in the transaction that applies it, or fails where another process has taken it over. */
  async complete({ id, attempt }: ModelSyncRun, result: RunResult): Promise<void> {
    const { affected } = await this.database.of(ModelSyncRun).update(
      { id, attempt, state: 'running' },
      {
        ...result,
        output: [...result.output],
        skipped: [...result.skipped],
        state: 'completed',
        finishedAt: this.clock.now(),
      },
    );
    if (affected !== 1) throw syncOvertaken();
  }

  async fail({ id, attempt }: ModelSyncRun, error: string): Promise<void> {
    await this.database
      .of(ModelSyncRun)
      .update({ id, attempt, state: 'running' }, { state: 'failed', error, finishedAt: this.clock.now() });
  }

  /** The version of the list that the last completed run took, if it came from there. */
  async lastEtag(sourceUrl: string): Promise<string | null> {
    const last = await this.database
      .of(ModelSyncRun)
      .findOne({ where: { state: 'completed' }, order: { id: 'desc' } });
    return last?.sourceUrl === sourceUrl ? last.etag : null;
  }

  isAbandoned({ state, leaseUntil }: ModelSyncRun): boolean {
    return underWay.includes(state) && leaseUntil.getTime() < Date.now();
  }

  private async closeAbandoned(): Promise<void> {
    await this.database.query(
      `update model_sync_runs set state = 'interrupted', finished_at = $1, error = 'Its process went away'
       where state in ('queued', 'running') and lease_until < now()`,
      [this.clock.now()],
    );
  }

  private async insert(wanted: WantedRun): Promise<ModelSyncRun> {
    const publicId = newId('run');
    await this.database.query(
      `insert into model_sync_runs (public_id, trigger, accepts_vanished, state, lease_until, source_url, started_at)
       values ($1, $2, $3, 'queued', now() + $4::interval, $5, $6)`,
      [publicId, wanted.trigger, wanted.acceptsVanished, queueLease, wanted.sourceUrl, this.clock.now()],
    );
    return this.database.of(ModelSyncRun).findOneByOrFail({ publicId });
  }
}
