import { Injectable } from '@nestjs/common';
import type { Principal } from '@onegate/auth';
import { accountOfKey, tagOf, type AccountTag } from '@onegate/billing';
import { Clock, Database } from '@onegate/platform';
import { Tenant, TenantAccess, tenantScope, type Actor } from '@onegate/tenants';
import { In, IsNull } from 'typeorm';
import { RetiredMonths } from '../retention/retired-months.service.js';
import { spanFor } from './asked-span.js';
import type { Span } from './span.js';
import type { AskedSpan } from './statistics.schema.js';
import { tagOfTenant, type Subject } from './subject.js';

/** What somebody may see of what he asked for. */
export interface Scoped {
  readonly subject: Subject;
  readonly span: Span;
}

/** Whose usage somebody may see, and what a day is for him. */
@Injectable()
export class StatisticsScope {
  constructor(
    private readonly database: Database,
    private readonly tenants: TenantAccess,
    private readonly clock: Clock,
    private readonly retired: RetiredMonths,
  ) {}

  /** All tenants within reach; the platform for those who administer it. Days are of the tenant's zone where it is one. */
  async reach(actor: Actor, asked: AskedSpan): Promise<Scoped> {
    const scope = tenantScope(actor, 'tenant.usage.read');
    if (scope === 'all') return this.scoped({ level: 'platform' }, { ...asked, timeZone: 'UTC' });
    return this.ofTenants(scope, asked);
  }

  /** One tenant: outside of the actor's it is not found, within it he may lack the permission. */
  async tenant(actor: Actor, tenantId: number, asked: AskedSpan): Promise<Scoped> {
    const { timeZone } = await this.tenants.enter(actor, 'tenant.usage.read', tenantId);
    return this.scoped({ level: 'account', accounts: [tagOfTenant(tenantId)] }, asked, timeZone);
  }

  /** The tenants within reach one by one, also for those who administer the platform: `null` for all of them. */
  async tenantsInReach(actor: Actor, tenantId: number | undefined): Promise<AccountTag[] | null> {
    if (tenantId !== undefined) {
      await this.tenants.enter(actor, 'tenant.usage.read', tenantId);
      return [tagOfTenant(tenantId)];
    }
    const scope = tenantScope(actor, 'tenant.usage.read');
    return scope === 'all' ? null : scope.map(tagOfTenant);
  }

  /** What the person used himself: with a key, on its account only. Days are of UTC. */
  own(who: Principal, asked: AskedSpan): Scoped {
    const subject: Subject = { level: 'person', accounts: ownAccounts(who), userId: who.userId };
    return { subject, span: spanFor(asked, 'UTC', this.clock.now()) };
  }

  async scoped(subject: Subject, asked: AskedSpan, zone = 'UTC'): Promise<Scoped> {
    const span = spanFor(asked, asked.timeZone ?? zone, this.clock.now());
    return { subject, span: await this.retired.inKnownDays(span) };
  }

  private async ofTenants(tenantIds: readonly number[], asked: AskedSpan): Promise<Scoped> {
    const tenants = await this.database
      .of(Tenant)
      .find({ where: { id: In(tenantIds), deletedAt: IsNull() }, take: 2 });
    const zone = tenants.length === 1 ? tenants[0]?.timeZone : undefined;
    return this.scoped({ level: 'account', accounts: tenantIds.map(tagOfTenant) }, asked, zone);
  }
}

/** The accounts on which somebody makes calls. */
export function ownAccounts(who: Principal): AccountTag[] {
  if (who.key) return [tagOf(accountOfKey(who))];
  return [tagOf({ kind: 'user', id: who.userId }), ...[...who.roles.keys()].map(tagOfTenant)];
}
