import { Injectable } from '@nestjs/common';
import { needsSession, type Principal } from '@onegate/auth';
import { Database, isId, type Permission } from '@onegate/platform';
import { OrganizationAccess, User } from '@onegate/tenants';
import { accountUnknown } from '../ledger/ledger.errors.js';
import type { BilledAccount } from './billed-account.js';

/** An account with the id that its people know. */
export interface KnownAccount extends BilledAccount {
  readonly publicId: string;
}

/** The door to the money of an account: what is none of the caller's business does not exist for him. */
@Injectable()
export class AccountAccess {
  constructor(
    private readonly database: Database,
    private readonly organizations: OrganizationAccess,
  ) {}

  /** Oneself, also as `me`; anybody for an administrator of the platform. */
  async user(who: Principal, publicId: string): Promise<KnownAccount> {
    if (publicId === 'me' || publicId === who.userPublicId) {
      return { kind: 'user', id: who.userId, publicId: who.userPublicId };
    }
    if (!who.isSuperAdmin || !isId('usr', publicId)) throw accountUnknown();
    const user = await this.database.of(User).findOneBy({ publicId });
    if (!user) throw accountUnknown();
    return { kind: 'user', id: user.id, publicId };
  }

  /** The same for what the key of an organization has no business with. */
  userInPerson(who: Principal, publicId: string): Promise<KnownAccount> {
    if (who.key && who.key.tenantId !== null) throw needsSession();
    return this.user(who, publicId);
  }

  /** Oneself and nobody else, at a keyboard: for what spends money or decides how it is paid. */
  async payer(who: Principal, publicId: string): Promise<KnownAccount> {
    if (who.key) throw needsSession();
    if (publicId !== 'me' && publicId !== who.userPublicId) throw accountUnknown();
    return this.user(who, 'me');
  }

  async organizationPayer(who: Principal, publicId: string): Promise<KnownAccount> {
    const account = await this.organization(who, 'tenant.billing.write', publicId);
    if (who.key) throw needsSession();
    return account;
  }

  async organization(who: Principal, permission: Permission, publicId: string): Promise<KnownAccount> {
    const { id } = await this.organizations.enter(who, permission, publicId);
    return { kind: 'organization', id, publicId };
  }
}
