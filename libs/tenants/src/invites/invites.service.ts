import { Injectable } from '@nestjs/common';
import { Clock, cursorPage, Database, decodeCursor, encodeCursor, isId } from '@onegate/platform';
import type { CursorPage, CursorQuery } from '@onegate/platform';
import { IsNull, MoreThan, type FindOptionsWhere } from 'typeorm';
import { z } from 'zod';
import type { Actor } from '../access/actor.js';
import { permissionToGrant } from '../memberships/member-rules.js';
import { OrganizationAccess, requireInTenant } from '../organizations/organization-access.js';
import { TenantTrail } from '../organizations/tenant-trail.js';
import { Invite } from './invite.entity.js';
import { inviteUnknown } from './invite.errors.js';

const position = z.object({ id: z.int().nonnegative() });

export interface InviteAddress {
  readonly organizationId: string;
  readonly inviteId: string;
}

/** The invites of an organization that nobody has answered yet. */
@Injectable()
export class InvitesService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly access: OrganizationAccess,
    private readonly trail: TenantTrail,
  ) {}

  async list(
    actor: Actor,
    organizationId: string,
    { cursor, limit }: CursorQuery,
  ): Promise<CursorPage<Invite>> {
    const tenant = await this.access.enter(actor, 'tenant.invites.write', organizationId);
    const after = cursor ? decodeCursor(position, cursor).id : 0;
    const rows = await this.database.of(Invite).find({
      where: { ...this.pendingIn(tenant.id), id: MoreThan(after) },
      order: { id: 'asc' },
      take: limit + 1,
    });
    return cursorPage(rows, limit, ({ id }) => encodeCursor({ id }));
  }

  async count(actor: Actor, organizationId: string): Promise<number> {
    const tenant = await this.access.enter(actor, 'tenant.invites.write', organizationId);
    return this.database.of(Invite).countBy(this.pendingIn(tenant.id));
  }

  /** Takes an invite back. It takes the same permission as sending it. */
  async revoke(actor: Actor, { organizationId, inviteId }: InviteAddress): Promise<void> {
    await this.database.transaction(async () => {
      const tenant = await this.access.enterAlone(actor, 'tenant.invites.write', organizationId);
      const invite = isId('inv', inviteId)
        ? await this.database.of(Invite).findOneBy({ ...this.pendingIn(tenant.id), publicId: inviteId })
        : null;
      if (!invite) throw inviteUnknown();
      requireInTenant(actor, permissionToGrant[invite.role], tenant.id);
      await this.database.of(Invite).update(invite.id, { revokedAt: this.clock.now() });
      await this.trail.leave(actor, tenant, {
        action: 'invite.revoked',
        target: { kind: 'invite', id: invite.publicId },
        changes: { role: invite.role },
      });
    });
  }

  private pendingIn(tenantId: number): FindOptionsWhere<Invite> {
    return {
      tenantId,
      acceptedAt: IsNull(),
      revokedAt: IsNull(),
      expiresAt: MoreThan(this.clock.now()),
    };
  }
}
