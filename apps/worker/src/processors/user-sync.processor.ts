import { Injectable } from '@nestjs/common';
import type { JobRun, Processor } from '@onegate/platform';
import { syncUsers, UserSyncService } from '@onegate/tenants';

@Injectable()
export class UserSyncProcessor implements Processor<{ runId: number }> {
  readonly job = syncUsers;

  constructor(private readonly sync: UserSyncService) {}

  process({ runId }: { runId: number }, { isLast }: JobRun): Promise<void> {
    return this.sync.carryOut(runId, isLast);
  }
}
