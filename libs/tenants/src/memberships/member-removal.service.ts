import { Injectable } from '@nestjs/common';
import { Database, isId } from '@onegate/platform';
import { In } from 'typeorm';
import type { Actor } from '../access/actor.js';
import { OrganizationAccess, requireInTenant } from '../organizations/organization-access.js';
import type { Tenant } from '../organizations/tenant.entity.js';
import { TenantTrail } from '../organizations/tenant-trail.js';
import { permissionToManage } from './member-rules.js';
import { Membership } from './membership.entity.js';
import { memberUnknown } from './membership.errors.js';
import { Ownership } from './ownership.js';

/** Takes people out of an organization: all of those named, or none. */
@Injectable()
export class MemberRemovalService {
  constructor(
    private readonly database: Database,
    private readonly access: OrganizationAccess,
    private readonly ownership: Ownership,
    private readonly trail: TenantTrail,
  ) {}

  /** Everybody may take himself out; for others it takes the permission over their role. */
  async remove(actor: Actor, organizationId: string, memberIds: readonly string[]): Promise<void> {
    await this.database.transaction(async () => {
      const tenant = await this.access.enterAlone(actor, 'tenant.read', organizationId);
      const ids = [...new Set(memberIds)];
      const members = await this.find(tenant.id, ids);
      const isLeaving =
        members.length === ids.length && members.every(({ userId }) => userId === actor.userId);
      if (!isLeaving) requireInTenant(actor, 'tenant.members.write', tenant.id);
      if (members.length < ids.length) throw memberUnknown();
      for (const member of members) await this.removeOne(actor, tenant, member);
      if (members.some(({ role }) => role === 'owner')) await this.ownership.requireOwner(tenant.id);
    });
  }

  private async removeOne(actor: Actor, tenant: Tenant, member: Membership): Promise<void> {
    if (member.userId !== actor.userId) requireInTenant(actor, permissionToManage[member.role], tenant.id);
    await this.database.of(Membership).delete(member.id);
    await this.database.query(
      `update users set tenant_id = nullif(tenant_id, $2), active_tenant_id = nullif(active_tenant_id, $2)
       where id = $1`,
      [member.userId, tenant.id],
    );
    await this.trail.leave(actor, tenant, {
      action: 'member.removed',
      target: { kind: 'member', id: member.publicId },
      changes: { role: member.role },
      people: [member.userId],
    });
  }

  private find(tenantId: number, publicIds: readonly string[]): Promise<Membership[]> {
    const wellFormed = publicIds.filter((id) => isId('mem', id));
    return this.database.of(Membership).findBy({ tenantId, publicId: In(wellFormed) });
  }
}
