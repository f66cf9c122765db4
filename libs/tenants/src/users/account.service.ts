import { Injectable } from '@nestjs/common';
import { Clock, Database } from '@onegate/platform';
import type { Actor } from '../access/actor.js';
import type { TenantRole } from '../access/roles.js';
import { AuditLog } from '../audit/audit-log.service.js';
import { Membership } from '../memberships/membership.entity.js';
import { OrganizationAccess } from '../organizations/organization-access.js';
import { organizationUnknown } from '../organizations/organization.errors.js';
import type { ActiveAccountChange, ProfileChange } from './account.schema.js';
import { UserChanges } from './user-changes.js';
import { User } from './user.entity.js';

export interface AccountOrganization {
  readonly organizationId: string;
  readonly name: string;
  readonly memberId: string;
  readonly role: TenantRole;
  readonly active: boolean;
}

/** A person as he sees himself. */
export interface Account {
  readonly user: User;
  readonly organizations: readonly AccountOrganization[];
}

/** What a person does with his own account. */
@Injectable()
export class AccountService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly access: OrganizationAccess,
    private readonly audit: AuditLog,
    private readonly changes: UserChanges,
  ) {}

  async read({ userId }: Actor): Promise<Account> {
    const user = await this.database.of(User).findOneByOrFail({ id: userId });
    const organizations = await this.database.query<AccountOrganization>(
      `select t.public_id as "organizationId", t.name, m.public_id as "memberId", m.role,
        t.id is not distinct from $2::bigint as active
       from memberships m join tenants t on t.id = m.tenant_id and t.deleted_at is null
       where m.user_id = $1 order by m.id`,
      [userId, user.activeTenantId],
    );
    return { user, organizations };
  }

  async change(actor: Actor, change: ProfileChange): Promise<Account> {
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    const fields = Object.keys(given);
    if (fields.length > 0) {
      await this.database.transaction(async () => {
        await this.database.of(User).update(actor.userId, { ...given, updatedAt: this.clock.now() });
        await this.record(actor, 'user.updated', { fields });
      });
    }
    return this.read(actor);
  }

  /** The first acceptance stands. */
  async acceptTerms(actor: Actor): Promise<Date> {
    return this.database.transaction(async () => {
      const user = await this.database
        .of(User)
        .findOneOrFail({ where: { id: actor.userId }, lock: { mode: 'pessimistic_write' } });
      if (user.termsAcceptedAt) return user.termsAcceptedAt;
      const now = this.clock.now();
      await this.database.of(User).update(actor.userId, { termsAcceptedAt: now, updatedAt: now });
      await this.record(actor, 'user.terms_accepted', {});
      return now;
    });
  }

  /** Chooses the account that interactive calls draw on: one of his organizations, or `null` for his own. */
  async activate(actor: Actor, { organizationId }: ActiveAccountChange): Promise<void> {
    await this.database.transaction(async () => {
      const tenantId = organizationId === null ? null : await this.ownTenant(actor, organizationId);
      await this.database
        .of(User)
        .update(actor.userId, { activeTenantId: tenantId, updatedAt: this.clock.now() });
      await this.changes.announce([actor.userId]);
    });
  }

  /** A super-admin sees every organization, but draws only on those that he belongs to. */
  private async ownTenant(actor: Actor, organizationId: string): Promise<number> {
    const { id: tenantId } = await this.access.enterAlone(actor, 'tenant.read', organizationId);
    const isMember = await this.database.of(Membership).existsBy({ tenantId, userId: actor.userId });
    if (!isMember) throw organizationUnknown();
    return tenantId;
  }

  private record(actor: Actor, action: string, changes: Record<string, unknown>): Promise<void> {
    return this.audit.record(actor, { action, target: { kind: 'user', id: actor.userPublicId }, changes });
  }
}
