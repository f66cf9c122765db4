import { Inject, Injectable } from '@nestjs/common';
import { Clock, CONFIGURATION, Database, type Configuration } from '@onegate/platform';
import { AuditLog, User, UsersService } from '@onegate/tenants';
import {
  accountInactive,
  accountUnknown,
  domainNotAllowed,
  emailUnverified,
  linkDiffers,
  linkNeedsSignIn,
} from './google.errors.js';
import type { GooglePerson } from './google-strategy.js';
import { Identity } from './identity.entity.js';

const provider = 'google';

/** Which of our people somebody at Google is. */
@Injectable()
export class GoogleAccounts {
  constructor(
    private readonly database: Database,
    private readonly users: UsersService,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
    @Inject(CONFIGURATION) private readonly config: Configuration,
  ) {}

  /**
   * Who has been here before is known by his id at Google. Who has not is looked up by his verified e-mail; an account
   * with a password is only connected when its owner, signed in, started this (`linkUserId`).
   */
  userOf(person: GooglePerson, linkUserId: number | null): Promise<User> {
    if (!person.emailVerified) throw emailUnverified();
    if (!this.isAllowed(person.email)) throw domainNotAllowed();
    return this.database.exclusively(`google/${person.email}`, async () => {
      const user = (await this.knownUser(person)) ?? (await this.connect(person, linkUserId));
      if (linkUserId !== null && user.id !== linkUserId) throw linkDiffers();
      if (user.status !== 'active') throw accountInactive();
      if (user.email === person.email) await this.users.emailProven(user);
      return user;
    });
  }

  /** Who deleted his account and comes back is new here. */
  private async knownUser({ subject }: GooglePerson): Promise<User | null> {
    const identity = await this.database.of(Identity).findOneBy({ provider, subject });
    const user = identity && (await this.users.findById(identity.userId));
    if (user?.status !== 'deleted') return user;
    await this.database.of(Identity).delete({ provider, subject });
    return null;
  }

  private async connect(person: GooglePerson, linkUserId: number | null): Promise<User> {
    const existing = await this.users.findByEmail(person.email);
    if (existing) await this.refuseUnasked(existing, linkUserId);
    const user = existing ?? (await this.join(person, linkUserId));
    await this.database.of(Identity).insert({
      userId: user.id,
      provider,
      subject: person.subject,
      createdAt: this.clock.now(),
    });
    await this.audit.record(
      { userId: user.id, email: user.email },
      {
        action: 'user.google_connected',
        target: { kind: 'user', id: user.publicId },
        tenantId: user.tenantId,
      },
    );
    return user;
  }

  private async refuseUnasked(user: User, linkUserId: number | null): Promise<void> {
    if (user.status !== 'active') throw accountInactive();
    if (linkUserId === null && user.passwordHash) throw linkNeedsSignIn();
    if (linkUserId !== null && linkUserId !== user.id) throw linkDiffers();
    const other = await this.database.of(Identity).findOneBy({ userId: user.id, provider });
    if (other) throw linkDiffers();
  }

  /** Only people of a listed domain get an account by themselves. */
  private join({ email, name }: GooglePerson, linkUserId: number | null): Promise<User> {
    if (linkUserId !== null) throw linkDiffers();
    if (this.config.signIn.googleAllowedDomains.length === 0) throw accountUnknown();
    return this.users.create({ email, name, passwordHash: null, isSuperAdmin: false });
  }

  private isAllowed(email: string): boolean {
    const domains = this.config.signIn.googleAllowedDomains.map((domain) => domain.toLowerCase());
    return domains.length === 0 || domains.includes(email.slice(email.lastIndexOf('@') + 1));
  }
}
