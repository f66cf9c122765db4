import { Injectable } from '@nestjs/common';
import type { Principal } from '@onegate/auth';
import { AccountAccess, type KnownAccount } from '@onegate/billing';
import type { Permission } from '@onegate/platform';

/**
 * What is done to an account: its balance is seen, its papers are read, its settings are written, and it pays or is
 * given something to pay with.
 */
export type AccountRight = 'see' | 'read' | 'write' | 'pay';

/** Who calls, whose account he means, and for what. It is no account yet: only the door makes one of it. */
export interface AccountCall {
  readonly who: Principal;
  readonly kind: KnownAccount['kind'];
  readonly publicId: string;
  readonly right: AccountRight;
}

/** What the rights are called in organizations, where they are permissions of roles. */
export const organizationPermissions = {
  see: 'tenant.read',
  read: 'tenant.billing.read',
  write: 'tenant.billing.write',
  pay: 'tenant.billing.write',
} as const satisfies Record<AccountRight, Permission>;

/** Where people and organizations differ: who is let in to an account, and for what. */
@Injectable()
export class AccountDoor {
  constructor(private readonly access: AccountAccess) {}

  /** The account that is meant; it does not exist for whom it is none of his business. */
  open(call: AccountCall): Promise<KnownAccount> {
    return call.kind === 'user' ? this.ofPerson(call) : this.ofOrganization(call);
  }

  private ofPerson({ who, publicId, right }: AccountCall): Promise<KnownAccount> {
    switch (right) {
      case 'see':
        return this.access.user(who, publicId);
      case 'read':
      case 'write':
        return this.access.userInPerson(who, publicId);
      case 'pay':
        return this.access.payer(who, publicId);
    }
  }

  private ofOrganization({ who, publicId, right }: AccountCall): Promise<KnownAccount> {
    if (right === 'pay') return this.access.organizationPayer(who, publicId);
    return this.access.organization(who, organizationPermissions[right], publicId);
  }
}
