import { Inject, Injectable } from '@nestjs/common';
import {
  Clock,
  CONFIGURATION,
  Database,
  KeyRing,
  Mailer,
  randomToken,
  TokenHasher,
  type Configuration,
} from '@onegate/platform';
import { User } from '@onegate/tenants';
import { In, IsNull, MoreThan } from 'typeorm';
import { accountName } from '../sign-in/attempt-rules.js';
import { passwordResetMail } from './password-reset.mail.js';
import { PasswordReset } from './password-reset.entity.js';

const validMillis = 60 * 60_000;

/** The mailed permissions to choose a new password. */
@Injectable()
export class PasswordResets {
  private readonly hasher: TokenHasher;

  constructor(
    private readonly database: Database,
    private readonly mailer: Mailer,
    private readonly clock: Clock,
    ring: KeyRing,
    @Inject(CONFIGURATION) private readonly config: Configuration,
  ) {
    this.hasher = new TokenHasher(ring, 'password-reset');
  }

  /** Mails one, if the address belongs to somebody who may sign in. */
  async mailTo(address: string): Promise<{ mailed: boolean }> {
    const email = accountName(address);
    return this.database.transaction(async () => {
      const user = await this.database.of(User).findOneBy({ email, status: 'active' });
      if (!user) return { mailed: false };
      const token = await this.issue(user.id);
      const { frontendUrl } = this.config.http;
      await this.mailer.send(passwordResetMail({ email, token, frontendUrl }));
      return { mailed: true };
    });
  }

  /** Whose it is, without using it up; `null` for one that does not hold, or not for this address. */
  async ownerOf(token: string, address: string): Promise<User | null> {
    const reset = await this.database.of(PasswordReset).findOneBy(this.usable(token));
    if (!reset) return null;
    const email = accountName(address);
    return this.database.of(User).findOneBy({ id: reset.userId, email, status: 'active' });
  }

  /** Uses it up, together with all others of the same person. Of many at once, one gets `true`. */
  async use(token: string, userId: number): Promise<boolean> {
    const resets = this.database.of(PasswordReset);
    const { affected } = await resets.update(this.usable(token), { usedAt: this.clock.now() });
    if (affected !== 1) return false;
    await resets.update({ userId, usedAt: IsNull() }, { usedAt: this.clock.now() });
    return true;
  }

  private async issue(userId: number): Promise<string> {
    const token = randomToken();
    const now = this.clock.now();
    await this.database.of(PasswordReset).insert({
      userId,
      hash: this.hasher.hash(token),
      createdAt: now,
      expiresAt: new Date(now.getTime() + validMillis),
    });
    return token;
  }

  private usable(token: string) {
    const hash = In(this.hasher.candidates(token));
    return { hash, usedAt: IsNull(), expiresAt: MoreThan(this.clock.now()) };
  }
}
