import { Injectable } from '@nestjs/common';
import { CapacityProbe, refreshCapacity } from '@onegate/models';
import type { Processor } from '@onegate/platform';

@Injectable()
export class CapacityRefreshProcessor implements Processor<{ accountId: number | null }> {
  readonly job = refreshCapacity;

  constructor(private readonly probe: CapacityProbe) {}

  async process({ accountId }: { accountId: number | null }): Promise<void> {
    await (accountId === null ? this.probe.refreshAll() : this.probe.refresh(accountId));
  }
}
