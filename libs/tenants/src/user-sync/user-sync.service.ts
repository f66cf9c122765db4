import { Inject, Injectable } from '@nestjs/common';
import { Failure, LOGGER, type Logger } from '@onegate/platform';
import { isDirectoryFailure, mayPass } from '../directories/directory.errors.js';
import { SyncApplying } from './sync-applying.js';
import { SyncListing } from './sync-listing.js';
import { SyncRunEnding } from './sync-run-ending.js';
import { syncBroke } from './sync-run.errors.js';
import { RunTakenOver, SyncRunLease } from './sync-run-lease.js';
import type { SyncRun } from './sync-run.entity.js';

/** Carries a run out, from where it stands. Called again after a crash or a failed try. */
@Injectable()
export class UserSyncService {
  constructor(
    private readonly lease: SyncRunLease,
    private readonly listing: SyncListing,
    private readonly applying: SyncApplying,
    private readonly ending: SyncRunEnding,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  /** Throws what another try may get over; on the last try the run has failed instead. */
  async carryOut(runId: number, isLastTry: boolean): Promise<void> {
    const run = await this.lease.take(runId);
    if (!run) return;
    try {
      await this.goOn(run);
    } catch (error) {
      if (error instanceof RunTakenOver) return;
      if (!isLastTry && !isFinal(error)) throw error;
      if (!(error instanceof Failure)) this.log.error({ err: error, run: run.publicId }, 'A user sync broke');
      await this.ending.fail(run, error instanceof Failure ? error : syncBroke());
    }
  }

  private async goOn(run: SyncRun): Promise<void> {
    if (run.state !== 'applying') await this.listing.read(run);
    if (run.state === 'applying') await this.applying.apply(run);
  }
}

/** What the directory or its settings would answer again the same way. */
function isFinal(error: unknown): boolean {
  return error instanceof Failure && !(isDirectoryFailure(error) && mayPass(error));
}
