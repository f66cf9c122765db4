import { Injectable } from '@nestjs/common';
import { Clock, Database, JobQueue, newId } from '@onegate/platform';
import { In } from 'typeorm';
import { Directory } from '../directories/directory.entity.js';
import { TenantAccess } from '../organizations/tenant-access.js';
import { tenantUnknown } from '../organizations/tenant.errors.js';
import { SyncRun } from './sync-run.entity.js';
import { statesUnderWay } from './sync-run.flow.js';
import { syncUsers } from './user-sync.jobs.js';

/** Puts runs on their way: one at a time for each tenant. */
@Injectable()
export class SyncStarting {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly queue: JobQueue,
    private readonly access: TenantAccess,
  ) {}

  /**
   * The run under way where there is one, else a new one. It takes the place of one that waits for a person. With the
   * tenant held, because two may ask at once.
   */
  async start(directory: Directory, startedBy: number | null): Promise<SyncRun> {
    return this.database.transaction(async () => {
      const { tenantId } = directory;
      if (!(await this.access.lock(tenantId))) throw tenantUnknown();
      const underWay = await this.database.of(SyncRun).findOneBy({ tenantId, state: In(statesUnderWay) });
      if (underWay) return underWay;
      await this.database
        .of(SyncRun)
        .update(
          { tenantId, state: 'needs-confirmation' },
          { state: 'superseded', finishedAt: this.clock.now() },
        );
      const run = await this.create(tenantId, startedBy);
      await this.planNext(directory);
      await this.enqueue(run);
      return run;
    });
  }

  /** Also for a run whose worker died: its number makes the job another one than the one that died with him. */
  async enqueue(run: Pick<SyncRun, 'id' | 'publicId' | 'attempt'>): Promise<void> {
    const id = `${run.publicId}-${run.attempt}`;
    await this.database.afterCommit(() => this.queue.enqueue(syncUsers, { runId: run.id }, { id }));
  }

  private create(tenantId: number, startedBy: number | null): Promise<SyncRun> {
    const now = this.clock.now();
    return this.database.of(SyncRun).save({
      publicId: newId('run'),
      tenantId,
      startedBy,
      state: 'queued',
      createdAt: now,
      heartbeatAt: now,
    });
  }

  private async planNext({ id, syncEveryMinutes }: Directory): Promise<void> {
    const now = this.clock.now().getTime();
    const nextSyncAt = syncEveryMinutes === null ? null : new Date(now + syncEveryMinutes * 60_000);
    await this.database.of(Directory).update(id, { nextSyncAt });
  }
}
