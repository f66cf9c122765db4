import { Injectable } from '@nestjs/common';
import { Clock, Database } from '@onegate/platform';
import { In, IsNull, LessThan, LessThanOrEqual } from 'typeorm';
import { Directory } from '../directories/directory.entity.js';
import { Tenant } from '../organizations/tenant.entity.js';
import { SyncRunEnding } from './sync-run-ending.js';
import { syncBroke } from './sync-run.errors.js';
import { SyncRun } from './sync-run.entity.js';
import { statesUnderWay } from './sync-run.flow.js';
import { SyncStarting } from './sync-starting.js';

/** Longer than any single step of a run takes. */
const silenceMillis = 3 * 60_000;
const maxAttempts = 20;
const sweptAtOnce = 100;

/** Starts what is due, and picks up what was left lying by a worker that died. */
@Injectable()
export class UserSyncSweep {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly starting: SyncStarting,
    private readonly ending: SyncRunEnding,
  ) {}

  async sweep(): Promise<{ started: number; pickedUp: number }> {
    return { started: await this.startDue(), pickedUp: await this.pickUpSilent() };
  }

  private async startDue(): Promise<number> {
    const due = await this.database.of(Directory).find({
      where: { enabled: true, nextSyncAt: LessThanOrEqual(this.clock.now()) },
      order: { nextSyncAt: 'asc' },
      take: sweptAtOnce,
    });
    for (const directory of due) await this.startOne(directory);
    return due.length;
  }

  private async startOne(directory: Directory): Promise<void> {
    const { tenantId } = directory;
    const isOpen = await this.database.of(Tenant).existsBy({ id: tenantId, deletedAt: IsNull() });
    if (isOpen) await this.starting.start(directory, null);
    else await this.database.of(Directory).update(directory.id, { nextSyncAt: null });
  }

  private async pickUpSilent(): Promise<number> {
    const silentSince = new Date(this.clock.now().getTime() - silenceMillis);
    const silent = await this.database.of(SyncRun).find({
      where: { state: In(statesUnderWay), heartbeatAt: LessThan(silentSince) },
      take: sweptAtOnce,
    });
    for (const run of silent) {
      if (run.attempt < maxAttempts) await this.starting.enqueue(run);
      else await this.ending.fail(run, syncBroke());
    }
    return silent.length;
  }
}
