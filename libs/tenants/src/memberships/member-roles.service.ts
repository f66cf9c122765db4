import { Injectable } from '@nestjs/common';
import { Database, isId } from '@onegate/platform';
import type { Actor } from '../access/actor.js';
import type { TenantRole } from '../access/roles.js';
import { OrganizationAccess, requireInTenant } from '../organizations/organization-access.js';
import { TenantTrail, type TenantStep } from '../organizations/tenant-trail.js';
import { permissionToGrant, permissionToManage } from './member-rules.js';
import { MembersService, type Member } from './members.service.js';
import { memberUnknown } from './membership.errors.js';
import { Membership } from './membership.entity.js';
import { Ownership } from './ownership.js';

export interface MemberAddress {
  readonly organizationId: string;
  readonly memberId: string;
}

/** Raises and lowers members of an organization. */
@Injectable()
export class MemberRolesService {
  constructor(
    private readonly database: Database,
    private readonly access: OrganizationAccess,
    private readonly ownership: Ownership,
    private readonly members: MembersService,
    private readonly trail: TenantTrail,
  ) {}

  async change(actor: Actor, { organizationId, memberId }: MemberAddress, role: TenantRole): Promise<Member> {
    return this.database.transaction(async () => {
      const tenant = await this.access.enterAlone(actor, 'tenant.members.write', organizationId);
      const membership = await this.find(tenant.id, memberId);
      const isSelf = membership.userId === actor.userId;
      if (!isSelf) requireInTenant(actor, permissionToManage[membership.role], tenant.id);
      requireInTenant(actor, permissionToGrant[role], tenant.id);
      if (role !== membership.role) {
        await this.database.of(Membership).update(membership.id, { role });
        if (membership.role === 'owner') await this.ownership.requireOwner(tenant.id);
        await this.trail.leave(actor, tenant, stepOf(membership, role));
      }
      return this.members.read(membership.id);
    });
  }

  private async find(tenantId: number, publicId: string): Promise<Membership> {
    const membership = isId('mem', publicId)
      ? await this.database.of(Membership).findOneBy({ tenantId, publicId })
      : null;
    if (!membership) throw memberUnknown();
    return membership;
  }
}

function stepOf({ publicId, role, userId }: Membership, newRole: TenantRole): TenantStep {
  return {
    action: 'member.role_changed',
    target: { kind: 'member', id: publicId },
    changes: { role: { from: role, to: newRole } },
    people: [userId],
  };
}
