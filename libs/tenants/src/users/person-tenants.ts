import { Injectable } from '@nestjs/common';
import { Clock, Database, newId } from '@onegate/platform';
import { mayInTenant, type Actor } from '../access/actor.js';
import type { TenantRole } from '../access/roles.js';
import { Seats } from '../invites/seats.js';
import { Membership } from '../memberships/membership.entity.js';
import { lastOwner } from '../memberships/membership.errors.js';
import { Ownership } from '../memberships/ownership.js';
import { seesTenant, TenantAccess } from '../organizations/tenant-access.js';
import { tenantForbidden } from '../organizations/tenant.errors.js';
import { tenantInvalid } from './person.errors.js';

/** Puts people into tenants and takes them out, keeping what must always hold of a tenant. Within a transaction. */
@Injectable()
export class PersonTenants {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly access: TenantAccess,
    private readonly seats: Seats,
    private readonly ownership: Ownership,
  ) {}

  /** Holds a tenant that the actor has named in a field, if he may put people there. */
  async enter(actor: Actor, tenantId: number): Promise<void> {
    const isThere = seesTenant(actor, tenantId) && (await this.access.lock(tenantId));
    if (!isThere) throw tenantInvalid();
    if (!mayInTenant(actor, 'tenant.users.write', tenantId)) {
      throw tenantForbidden({ permission: 'tenant.users.write' });
    }
  }

  async join(userId: number, tenantId: number, role: TenantRole): Promise<void> {
    await this.database.query(
      `insert into memberships (public_id, tenant_id, user_id, role, created_at) values ($1, $2, $3, $4, $5)
       on conflict (tenant_id, user_id) do nothing`,
      [newId('mem'), tenantId, userId, role, this.clock.now()],
    );
    await this.seats.requireEnough(tenantId);
  }

  async leave(userId: number, tenantId: number): Promise<void> {
    const { role } = await this.database.of(Membership).findOneByOrFail({ userId, tenantId });
    await this.database.of(Membership).delete({ userId, tenantId });
    await this.database.query(
      `update users set tenant_id = nullif(tenant_id, $2), active_tenant_id = nullif(active_tenant_id, $2),
        external_id = case when tenant_id = $2 then null else external_id end
       where id = $1`,
      [userId, tenantId],
    );
    if (role === 'owner') await this.ownership.requireOwner(tenantId);
  }

  /** Fails when the person is the only owner of the tenant who can act. */
  async requireOtherOwner(tenantId: number, userId: number): Promise<void> {
    const others = await this.database.query(
      `select from memberships m join users u on u.id = m.user_id and u.status = 'active'
       where m.tenant_id = $1 and m.role = 'owner' and m.user_id <> $2 limit 1`,
      [tenantId, userId],
    );
    if (others.length === 0) throw lastOwner();
  }

  async changeRole(
    member: { userId: number; tenantId: number },
    from: TenantRole,
    to: TenantRole,
  ): Promise<void> {
    await this.database.of(Membership).update(member, { role: to });
    if (from === 'owner') await this.ownership.requireOwner(member.tenantId);
  }
}
