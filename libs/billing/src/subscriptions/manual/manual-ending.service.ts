import { Injectable } from '@nestjs/common';
import type { Actor } from '@onegate/tenants';
import { PlanCatalog } from '../../plans/plan-catalog.service.js';
import { Allowances } from '../allowances.service.js';
import type { Subscription } from '../subscription.entity.js';
import { entryNotManual, subscriptionUnknown } from '../subscription.errors.js';
import { SubscriptionStore } from '../subscription-store.service.js';
import { BilledTenants } from './billed-tenants.service.js';
import type { TenantSubscription } from './manual-subscriptions.service.js';

/** Plans that administrators entered, ended by them before their time. */
@Injectable()
export class ManualEnding {
  constructor(
    private readonly tenants: BilledTenants,
    private readonly catalog: PlanCatalog,
    private readonly store: SubscriptionStore,
    private readonly allowances: Allowances,
  ) {}

  /** At once: what is left of the credit of its period goes with it. Again, it changes nothing. */
  async end(actor: Actor, tenantId: number, subscriptionId: number): Promise<TenantSubscription> {
    const tenant = await this.tenants.read(actor, tenantId);
    const account = { kind: 'organization', id: tenant.id } as const;
    return this.store.alone(account, async () => {
      const known = (await this.store.all(account)).find(({ id }) => id === subscriptionId);
      if (!known) throw subscriptionUnknown();
      if (known.origin !== 'manual') throw entryNotManual();
      const subscription = await this.store.lock(known.id);
      if (subscription.status !== 'ended') {
        await this.close(actor, subscription);
        await this.tenants.recordEnd(actor, tenant, subscription);
      }
      return { subscription, offered: await this.catalog.ofVersion(subscription.planVersionId) };
    });
  }

  private async close(actor: Actor, subscription: Subscription): Promise<void> {
    const left = await this.allowances.left(subscription);
    if (left > 0n) await this.allowances.takeBack(subscription, left, `${subscription.publicId}:ended`);
    await this.store.end(subscription, 'cancelled', actor.userId);
  }
}
