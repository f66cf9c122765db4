import { Injectable } from '@nestjs/common';
import { SyncArrivals } from './sync-arrivals.js';
import { SyncDepartures } from './sync-departures.js';
import { SyncRenames } from './sync-renames.js';
import { SyncRunEnding } from './sync-run-ending.js';
import type { SyncRun } from './sync-run.entity.js';

/** Brings the people in step with a listing that is complete. Taken up again after a crash, it goes on where it was. */
@Injectable()
export class SyncApplying {
  constructor(
    private readonly renames: SyncRenames,
    private readonly arrivals: SyncArrivals,
    private readonly departures: SyncDepartures,
    private readonly ending: SyncRunEnding,
  ) {}

  /** New e-mails first, because they free the old ones for others. */
  async apply(run: SyncRun): Promise<void> {
    await this.renames.apply(run);
    await this.arrivals.apply(run);
    await this.departures.apply(run);
    await this.ending.complete(run, () => this.departures.applyToOwners(run));
  }
}
