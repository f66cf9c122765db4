import { Injectable } from '@nestjs/common';
import type { Processor } from '@onegate/platform';
import { purgeTenants, TenantPurge } from '@onegate/tenants';

@Injectable()
export class TenantPurgeProcessor implements Processor<object> {
  readonly job = purgeTenants;

  constructor(private readonly tenants: TenantPurge) {}

  process(): Promise<{ purged: number; kept: number }> {
    return this.tenants.purge();
  }
}
