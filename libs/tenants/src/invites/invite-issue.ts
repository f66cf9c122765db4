import { Injectable } from '@nestjs/common';
import { Clock, Database, newId, randomToken } from '@onegate/platform';
import { IsNull, MoreThan } from 'typeorm';
import type { Actor } from '../access/actor.js';
import { permissionToGrant } from '../memberships/member-rules.js';
import { requireInTenant } from '../organizations/organization-access.js';
import type { Tenant } from '../organizations/tenant.entity.js';
import { Invite } from './invite.entity.js';
import { tooManyInvites } from './invite.errors.js';
import { InviteMail } from './invite-mail.js';
import { InviteTokens } from './invite-tokens.js';

const day = 24 * 60 * 60 * 1000;
const validForMillis = 7 * day;
/** Enough for a large team, too few for a mail cannon. */
const sendsPerDay = 500;

/** Makes one invite and mails it. */
@Injectable()
export class InviteIssue {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly tokens: InviteTokens,
    private readonly mail: InviteMail,
  ) {}

  async to(actor: Actor, tenant: Tenant, { email, role }: Pick<Invite, 'email' | 'role'>): Promise<Invite> {
    const token = randomToken();
    const invite = await this.write(actor, tenant, { email, role, tokenHash: this.tokens.hash(token) });
    await this.mail.send({ invite, token, organizationName: tenant.name, inviterEmail: actor.email });
    return invite;
  }

  /** Called after a batch: fails, and so undoes it, when the person sends more than one sensibly does. */
  async requireAllowance({ userId }: Actor): Promise<void> {
    const yesterday = new Date(this.clock.now().getTime() - day);
    const sends = await this.database
      .of(Invite)
      .sum('sends', { invitedBy: userId, sentAt: MoreThan(yesterday) });
    if (Number(sends) > sendsPerDay) throw tooManyInvites();
  }

  private async write(
    actor: Actor,
    { id: tenantId }: Tenant,
    fresh: Pick<Invite, 'email' | 'role' | 'tokenHash'>,
  ): Promise<Invite> {
    const now = this.clock.now();
    const invites = this.database.of(Invite);
    const open = await invites.findOneBy({
      tenantId,
      email: fresh.email,
      acceptedAt: IsNull(),
      revokedAt: IsNull(),
    });
    if (open) requireInTenant(actor, permissionToGrant[open.role], tenantId);
    const invite = open ?? invites.create({ publicId: newId('inv'), tenantId, createdAt: now, sends: 0 });
    const sending = { invitedBy: actor.userId, sends: invite.sends + 1, sentAt: now };
    const expiresAt = new Date(now.getTime() + validForMillis);
    return invites.save(invites.merge(invite, fresh, sending, { expiresAt }));
  }
}
