import { Injectable } from '@nestjs/common';
import { Database } from '@onegate/platform';
import { AuditLog, tenantScope, Tenant, type Actor } from '@onegate/tenants';
import { IsNull } from 'typeorm';
import { accountUnknown } from '../../ledger/ledger.errors.js';
import type { Subscription } from '../subscription.entity.js';
import type { ManualSubscription } from './manual-subscription.schema.js';

/** The tenants that have plans, within the reach of who asks. */
@Injectable()
export class BilledTenants {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  async read(actor: Actor, tenantId: number): Promise<Tenant> {
    const scope = tenantScope(actor, 'tenant.billing.read');
    const tenant =
      scope === 'all' || scope.includes(tenantId)
        ? await this.database.of(Tenant).findOneBy({ id: tenantId, deletedAt: IsNull() })
        : null;
    if (!tenant) throw accountUnknown();
    return tenant;
  }

  recordEnd(actor: Actor, { id: tenantId }: Tenant, { publicId }: Subscription): Promise<void> {
    const target = { kind: 'subscription', id: publicId };
    return this.audit.record(actor, { action: 'subscription.ended', target, tenantId });
  }

  record(
    actor: Actor,
    { id: tenantId }: Tenant,
    { entry, subscription }: { entry: ManualSubscription; subscription: Subscription },
  ): Promise<void> {
    const { starts_at: startsAt, ends_at: endsAt, ...rest } = entry;
    return this.audit.record(actor, {
      action: 'subscription.entered',
      target: { kind: 'subscription', id: subscription.publicId },
      tenantId,
      changes: { ...rest, starts_at: startsAt.toISOString(), ends_at: endsAt?.toISOString() ?? null },
    });
  }
}
