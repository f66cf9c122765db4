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

Sign in with this e-mail address (${invite.email}) and follow the link:

${this.link(token)}

It works once, until ${invite.expiresAt.toUTCString()}. If you did not expect it, do nothing.
`,
    });
  }

  /** The token stands in the fragment, which browsers keep to themselves: it reaches no server's log. */
  private link(token: string): string {
    const { frontendUrl, publicUrl, host, port } = this.config.http;
    const front = frontendUrl ?? publicUrl ?? `http://${host}:${port}`;
    return `${front.replace(/\/+$/, '')}/invites/accept#token=${token}`;
  }
}
