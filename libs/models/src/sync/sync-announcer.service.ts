import { Inject, Injectable } from '@nestjs/common';
import { LOGGER, RedisChannels, type Logger } from '@onegate/platform';
import { modelsChanged } from '../catalog/catalog.channels.js';
import type { ModelSyncRun } from './model-sync-run.entity.js';
import type { AppliedSync } from './sync-apply.service.js';

/** Tells the other processes, and the log. */
@Injectable()
export class SyncAnnouncer {
  constructor(
    private readonly channels: RedisChannels,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  async completed({ publicId }: ModelSyncRun, { counts }: AppliedSync): Promise<void> {
    this.log.info({ runId: publicId, counts }, 'Models are in step with their source');
    await this.channels.publish(modelsChanged, { why: publicId });
  }

  async failed({ publicId }: ModelSyncRun, err: unknown): Promise<void> {
    this.log.warn({ err, runId: publicId }, 'A sync of the models failed');
  }
}
