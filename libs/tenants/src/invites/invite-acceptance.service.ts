import { Injectable } from '@nestjs/common';
import { Clock, Database, newId } from '@onegate/platform';
import { In } from 'typeorm';
import type { Actor } from '../access/actor.js';
import { Membership } from '../memberships/membership.entity.js';
import { OrganizationAccess } from '../organizations/organization-access.js';
import { Tenant } from '../organizations/tenant.entity.js';
import { TenantTrail } from '../organizations/tenant-trail.js';
import { Invite } from './invite.entity.js';
import { inviteForAnother, inviteOver, inviteUnknown } from './invite.errors.js';
import { InviteTokens } from './invite-tokens.js';

export interface Joined {
  readonly organizationId: string;
  readonly name: string;
  readonly membership: Pick<Membership, 'publicId' | 'role'>;
}

/** Turns an invite into a membership, once. */
@Injectable()
export class InviteAcceptanceService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly tokens: InviteTokens,
    private readonly access: OrganizationAccess,
    private readonly trail: TenantTrail,
  ) {}

  /** The token proves that the mail arrived, the sign-in that it arrived at the right person. */
  async accept(actor: Actor, token: string): Promise<Joined> {
    return this.database.transaction(async () => {
      const { tenant, invite } = await this.find(token);
      if (invite.email !== actor.email.toLowerCase()) throw inviteForAnother();
      if (invite.acceptedAt || invite.revokedAt || invite.expiresAt <= this.clock.now()) throw inviteOver();
      await this.database
        .of(Invite)
        .update(invite.id, { acceptedAt: this.clock.now(), acceptedBy: actor.userId });
      const membership = await this.join(actor, invite);
      await this.trail.leave(actor, tenant, {
        action: 'invite.accepted',
        target: { kind: 'invite', id: invite.publicId },
        changes: { member: membership.publicId, role: membership.role },
        people: [actor.userId],
      });
      return { organizationId: tenant.publicId, name: tenant.name, membership };
    });
  }

  /** Read again under the lock of the organization, so that of two who accept at once the second sees the first. */
  private async find(token: string): Promise<{ tenant: Tenant; invite: Invite }> {
    const tokenHash = In(this.tokens.candidates(token));
    const seen = await this.database.of(Invite).findOneBy({ tokenHash });
    if (!seen || !(await this.access.lock(seen.tenantId))) throw inviteUnknown();
    const invite = await this.database.of(Invite).findOneBy({ tokenHash });
    const tenant = await this.database.of(Tenant).findOneBy({ id: seen.tenantId });
    if (!invite || !tenant) throw inviteUnknown();
    return { tenant, invite };
  }

  /** Who belongs already keeps the role that he has. */
  private async join(
    { userId }: Actor,
    { tenantId, role }: Invite,
  ): Promise<Pick<Membership, 'publicId' | 'role'>> {
    const memberships = this.database.of(Membership);
    const existing = await memberships.findOneBy({ tenantId, userId });
    if (existing) return existing;
    const membership = { publicId: newId('mem'), tenantId, userId, role, createdAt: this.clock.now() };
    await memberships.insert(membership);
    return membership;
  }
}
