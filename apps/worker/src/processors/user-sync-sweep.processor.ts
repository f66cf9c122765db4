import { Injectable } from '@nestjs/common';
import type { Processor } from '@onegate/platform';
import { sweepUserSyncs, UserSyncSweep } from '@onegate/tenants';

@Injectable()
export class UserSyncSweepProcessor implements Processor<object> {
  readonly job = sweepUserSyncs;

  constructor(private readonly sweep: UserSyncSweep) {}

  process(): Promise<{ started: number; pickedUp: number }> {
    return this.sweep.sweep();
  }
}
