import { Injectable } from '@nestjs/common';
import { syncModels, SyncWorker, type SyncModels } from '@onegate/models';
import type { Processor } from '@onegate/platform';

@Injectable()
export class ModelSyncProcessor implements Processor<SyncModels> {
  readonly job = syncModels;

  constructor(private readonly worker: SyncWorker) {}

  process(payload: SyncModels): Promise<Record<string, number> | null> {
    return this.worker.perform(payload);
  }
}
