import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock, Database } from '@onegate/platform';
import { AccountRemovalService } from '@onegate/tenants';
import { IsNull } from 'typeorm';
import { ApiKey } from '../api-keys/api-key.entity.js';
import { EmailCode } from '../email-codes/email-code.entity.js';
import { Identity } from '../google/identity.entity.js';
import { PasswordReset } from '../passwords/password-reset.entity.js';
import { Session } from '../sessions/session.entity.js';

/** Who deletes his account takes every way to sign in with him. His keys stay as names in the history, revoked. */
@Injectable()
export class ForgottenPeople implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly removal: AccountRemovalService,
  ) {}

  onModuleInit(): void {
    this.removal.alsoForget((userId) => this.forget(userId));
  }

  private async forget(userId: number): Promise<void> {
    for (const entity of [EmailCode, Identity, PasswordReset, Session]) {
      await this.database.of<{ userId: number }>(entity).delete({ userId });
    }
    const revokedAt = this.clock.now();
    await this.database.of(ApiKey).update({ userId, revokedAt: IsNull() }, { revokedAt });
  }
}
