import { Injectable } from '@nestjs/common';
import { Clock, Database, type Failure } from '@onegate/platform';
import { In } from 'typeorm';
import { AuditLog } from '../audit/audit-log.service.js';
import { User } from '../users/user.entity.js';
import { SyncRunLease } from './sync-run-lease.js';
import { SyncRun } from './sync-run.entity.js';
import { statesUnderWay } from './sync-run.flow.js';
import { SyncStaging } from './sync-staging.js';

/** The end of a run, good or bad. */
@Injectable()
export class SyncRunEnding {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly lease: SyncRunLease,
    private readonly staging: SyncStaging,
    private readonly audit: AuditLog,
  ) {}

  /** The last of the work and the word that it is done stand together. */
  async complete(run: SyncRun, lastWork: () => Promise<void>): Promise<void> {
    await this.lease.step(run, async () => {
      await lastWork();
      await this.staging.clear(run);
      await this.lease.go(run, 'completed');
      await this.record(run.id);
    });
  }

  /** Not within a step: a run whose tenant is gone comes to an end too. One that was taken over is left alone. */
  async fail(run: SyncRun, failure: Failure): Promise<void> {
    await this.database.transaction(async () => {
      const { affected } = await this.database
        .of(SyncRun)
        .update(
          { id: run.id, attempt: run.attempt, state: In(statesUnderWay) },
          { state: 'failed', failure: failure.message, finishedAt: this.clock.now() },
        );
      if (affected) await this.staging.clear(run);
    });
  }

  private async record(runId: number): Promise<void> {
    const run = await this.database.of(SyncRun).findOneByOrFail({ id: runId });
    const { tenantId, created, updated, reactivated, deactivated, problemCount } = run;
    await this.audit.record(await this.whoStarted(run), {
      action: 'directory.synced',
      target: { kind: 'sync run', id: run.publicId },
      tenantId,
      changes: { created, updated, reactivated, deactivated, problems: problemCount },
    });
  }

  private async whoStarted({ startedBy }: SyncRun) {
    const user = startedBy === null ? null : await this.database.of(User).findOneBy({ id: startedBy });
    return user && { userId: user.id, email: user.email };
  }
}
