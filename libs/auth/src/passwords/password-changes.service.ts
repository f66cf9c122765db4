import { Injectable } from '@nestjs/common';
import { Clock, Database } from '@onegate/platform';
import { User } from '@onegate/tenants';
import { Sessions } from '../sessions/sessions.service.js';
import { Passwords } from './passwords.js';

/** Puts a new password in place. */
@Injectable()
export class PasswordChanges {
  constructor(
    private readonly database: Database,
    private readonly passwords: Passwords,
    private readonly sessions: Sessions,
    private readonly clock: Clock,
  ) {}

  /** Whoever got in with the old one is out: all sessions end with it. */
  async set(userId: number, passwordHash: string): Promise<void> {
    await this.database.transaction(async () => {
      await this.database.of(User).update(userId, { passwordHash, updatedAt: this.clock.now() });
      await this.sessions.endAllOf(userId);
    });
  }

  /** After parameters became stricter, each password is hashed anew when its owner next brings it. */
  async renewHash({ id, passwordHash }: User, password: string): Promise<void> {
    if (!passwordHash || !this.passwords.isOutdated(passwordHash)) return;
    const renewed = await this.passwords.hash(password);
    await this.database.of(User).update({ id, passwordHash }, { passwordHash: renewed });
  }
}
