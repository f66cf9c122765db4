import { Injectable } from '@nestjs/common';
import { notPermitted, type Principal } from '@onegate/auth';
import { Database, isId } from '@onegate/platform';
import { mayInTenant, Membership, OrganizationAccess, type Tenant } from '@onegate/tenants';
import { ownAccounts } from '../statistics/statistics-scope.js';
import { tagOfTenant } from '../statistics/subject.js';
import { usageUnknown } from '../usage.errors.js';
import type { HistoryOf } from './usage-history.js';

/** Whose calls somebody may see on the account surface. */
@Injectable()
export class UsageAccess {
  constructor(
    private readonly database: Database,
    private readonly organizations: OrganizationAccess,
  ) {}

  /** One's own, on all accounts that one draws on; with a key, on its account. There is nobody else on this path. */
  own(who: Principal, userId: string): HistoryOf {
    if (userId !== 'me' && userId !== who.userPublicId) throw usageUnknown();
    return { accounts: ownAccounts(who), userId: who.userId };
  }

  organization(who: Principal, organizationId: string): Promise<Tenant> {
    return this.organizations.enter(who, 'tenant.usage.read', organizationId);
  }

  /** Members see what they use themselves; others see it with the permission. */
  async member(who: Principal, organizationId: string, memberId: string): Promise<HistoryOf> {
    const tenant = await this.organizations.enter(who, 'tenant.read', organizationId);
    const member = isId('mem', memberId)
      ? await this.database.of(Membership).findOneBy({ publicId: memberId, tenantId: tenant.id })
      : null;
    const isSeen = member?.userId === who.userId || mayInTenant(who, 'tenant.usage.read', tenant.id);
    if (!isSeen) throw notPermitted({ permission: 'tenant.usage.read' });
    if (!member) throw usageUnknown();
    return { accounts: [tagOfTenant(tenant.id)], userId: member.userId };
  }
}
