import { Inject, Injectable } from '@nestjs/common';
import { Database, LOGGER, type Logger } from '@onegate/platform';
import { LiveCatalog } from '../catalog/live-catalog.service.js';
import type { ModelSyncRun } from './model-sync-run.entity.js';
import type { AppliedSync } from './sync-apply.service.js';

/** Tells the other processes, and the log. */
@Injectable()
export class SyncAnnouncer {
  constructor(
    private readonly live: LiveCatalog,
    private readonly database: Database,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  /** Within the transaction that completes the run. */
  async completed({ publicId }: ModelSyncRun, { counts }: AppliedSync): Promise<void> {
    await this.live.changed(publicId);
    await this.database.afterCommit(() =>
      this.log.info({ runId: publicId, counts }, 'Models are in step with their source'),
    );
  }

  failed({ publicId }: ModelSyncRun, err: unknown): void {
    this.log.warn({ err, runId: publicId }, 'A sync of the models failed');
  }
}
