import { Injectable } from '@nestjs/common';
import { Database, isId } from '@onegate/platform';
import { OrganizationAccess, type Actor, type Tenant } from '@onegate/tenants';
import { IsNull, type FindOptionsWhere } from 'typeorm';
import { accountUnknown } from './upstream-account.errors.js';
import { UpstreamAccount } from './upstream-account.entity.js';

/** How an organization's own account is addressed. */
export interface OwnAccountAddress {
  readonly organizationId: string;
  readonly accountId: string;
}

/** The door to upstream accounts: what lies outside the caller's scope does not exist for him. */
@Injectable()
export class AccountScope {
  constructor(
    private readonly database: Database,
    private readonly organizations: OrganizationAccess,
  ) {}

  /** For the administrators of the platform, whom the guard lets in alone. */
  byId(id: number): Promise<UpstreamAccount> {
    return this.find({ id });
  }

  /** The organization, for those who keep its accounts. */
  enter(actor: Actor, organizationId: string): Promise<Tenant> {
    return this.organizations.enter(actor, 'tenant.upstreams.write', organizationId);
  }

  async own(actor: Actor, { organizationId, accountId }: OwnAccountAddress): Promise<UpstreamAccount> {
    const tenant = await this.enter(actor, organizationId);
    if (!isId('upa', accountId)) throw accountUnknown();
    return this.find({ publicId: accountId, tenantId: tenant.id });
  }

  private async find(where: FindOptionsWhere<UpstreamAccount>): Promise<UpstreamAccount> {
    const account = await this.database.of(UpstreamAccount).findOneBy({ ...where, deletedAt: IsNull() });
    if (!account) throw accountUnknown();
    return account;
  }
}
