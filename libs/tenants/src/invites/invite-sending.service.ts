import { Injectable } from '@nestjs/common';
import { Database } from '@onegate/platform';
import type { Actor } from '../access/actor.js';
import { permissionToGrant } from '../memberships/member-rules.js';
import { OrganizationAccess, requireInTenant } from '../organizations/organization-access.js';
import type { Tenant } from '../organizations/tenant.entity.js';
import { TenantTrail } from '../organizations/tenant-trail.js';
import type { Invite } from './invite.entity.js';
import { InviteIssue } from './invite-issue.js';
import type { NewInvites } from './invite.schema.js';
import { Seats } from './seats.js';

export interface SentInvites {
  readonly invites: Invite[];
  /** Who belongs to the organization already, and so got none. */
  readonly members: string[];
}

/** Invites people into an organization: all of them, or none when there are not seats enough. */
@Injectable()
export class InviteSendingService {
  constructor(
    private readonly database: Database,
    private readonly access: OrganizationAccess,
    private readonly issue: InviteIssue,
    private readonly seats: Seats,
    private readonly trail: TenantTrail,
  ) {}

  /** An address that has an open invite gets a new one in its place; the old token is dead. */
  async send(actor: Actor, organizationId: string, { invites }: NewInvites): Promise<SentInvites> {
    return this.database.transaction(async () => {
      const tenant = await this.access.enterAlone(actor, 'tenant.invites.write', organizationId);
      const roles = new Map(invites.map(({ email, role }) => [email, role]));
      for (const role of roles.values()) requireInTenant(actor, permissionToGrant[role], tenant.id);
      const members = await this.membersAmong(tenant.id, [...roles.keys()]);
      const sent: Invite[] = [];
      for (const [email, role] of roles) {
        if (!members.includes(email)) sent.push(await this.sendOne(actor, tenant, { email, role }));
      }
      await this.issue.requireAllowance(actor);
      await this.seats.requireEnough(tenant.id);
      return { invites: sent, members };
    });
  }

  private async sendOne(
    actor: Actor,
    tenant: Tenant,
    { email, role }: Pick<Invite, 'email' | 'role'>,
  ): Promise<Invite> {
    const invite = await this.issue.to(actor, tenant, { email, role });
    const target = { kind: 'invite', id: invite.publicId };
    await this.trail.leave(actor, tenant, { action: 'invite.sent', target, changes: { role } });
    return invite;
  }

  private async membersAmong(tenantId: number, emails: readonly string[]): Promise<string[]> {
    const rows = await this.database.query<{ email: string }>(
      `select u.email from users u join memberships m on m.user_id = u.id and m.tenant_id = $1
       where u.email = any($2)`,
      [tenantId, emails],
    );
    return rows.map(({ email }) => email);
  }
}
