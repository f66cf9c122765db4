import { Injectable } from '@nestjs/common';
import type { Processor } from '@onegate/platform';
import { purgeTenants, TenantPurge } from '@onegate/tenants';
import { AccountRemains } from '@onegate/usage';

@Injectable()
export class TenantPurgeProcessor implements Processor<object> {
  readonly job = purgeTenants;

  constructor(
    private readonly tenants: TenantPurge,
    private readonly remains: AccountRemains,
  ) {}

  async process(): Promise<{ purged: number; kept: number }> {
    const purge = await this.tenants.purge();
    await this.remains.forget();
    return purge;
  }
}
