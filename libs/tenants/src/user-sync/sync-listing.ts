import { Injectable } from '@nestjs/common';
import { Database } from '@onegate/platform';
import { DirectoryReader } from '../directories/directory-reader.js';
import { directoryEmpty, directoryUnknown } from '../directories/directory.errors.js';
import { Directory } from '../directories/directory.entity.js';
import { mayLeave } from './departure-limit.js';
import { SyncPlan } from './sync-plan.js';
import { SyncRunLease } from './sync-run-lease.js';
import type { SyncRun } from './sync-run.entity.js';
import { SyncStaging } from './sync-staging.js';

/** Reads a whole directory and decides whether it may be applied. Until then nobody changes. */
@Injectable()
export class SyncListing {
  constructor(
    private readonly database: Database,
    private readonly reader: DirectoryReader,
    private readonly staging: SyncStaging,
    private readonly plan: SyncPlan,
    private readonly lease: SyncRunLease,
  ) {}

  /** Leaves the run where it is to be applied, or where a person has to confirm it. */
  async read(run: SyncRun): Promise<void> {
    const directory = await this.database.of(Directory).findOneBy({ tenantId: run.tenantId });
    if (!directory) throw directoryUnknown();
    await this.staging.begin(run);
    let seen = 0;
    for await (const { people } of this.reader.read(directory)) {
      await this.staging.add(run, people, seen);
      seen += people.length;
    }
    await this.staging.finish();
    await this.lease.step(run, () => this.decide(run, directory, seen));
  }

  private async decide(run: SyncRun, directory: Directory, seen: number): Promise<void> {
    await this.plan.markProblems(run);
    const departures = await this.plan.departures(run);
    if (seen === 0 && departures.managed > 0) throw directoryEmpty();
    const { maxDeparturePercent } = directory;
    const { confirmedDepartures } = run;
    if (mayLeave(departures, { maxDeparturePercent, confirmedDepartures })) {
      return this.lease.go(run, 'applying', { departures: departures.leaving });
    }
    await this.staging.clear(run);
    return this.lease.go(run, 'needs-confirmation', { departures: departures.leaving });
  }
}
