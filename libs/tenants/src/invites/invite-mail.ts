import { Inject, Injectable } from '@nestjs/common';
import { CONFIGURATION, Mailer, type Configuration } from '@onegate/platform';
import type { Invite } from './invite.entity.js';

interface Invitation {
  readonly invite: Pick<Invite, 'email' | 'role' | 'expiresAt'>;
  readonly organizationName: string;
  readonly inviterEmail: string;
  readonly token: string;
}

/** The letter that carries an invite. */
@Injectable()
export class InviteMail {
  constructor(
    private readonly mailer: Mailer,
    @Inject(CONFIGURATION) private readonly config: Configuration,
  ) {}

  send({ invite, organizationName, inviterEmail, token }: Invitation): Promise<void> {
    return this.mailer.send({
      to: invite.email,
      subject: `You are invited to ${organizationName}`,
      text: `${inviterEmail} invites you to join ${organizationName} on Onegate as ${invite.role}.

${this.way(invite.email, token)}

It works once, until ${invite.expiresAt.toUTCString()}. If you did not expect it, do nothing.
`,
    });
  }

  /** The token stands in the fragment, which browsers keep to themselves: it reaches no server's log. */
  private way(email: string, token: string): string {
    const front = this.config.http.frontendUrl ?? this.config.http.publicUrl;
    const signIn = `Sign in with this e-mail address (${email})`;
    return front
      ? `${signIn} and follow the link:\n\n${front.replace(/\/+$/, '')}/invites/accept#token=${token}`
      : `${signIn} and accept with this token (POST /api/v1/invites/accept):\n\n${token}`;
  }
}
