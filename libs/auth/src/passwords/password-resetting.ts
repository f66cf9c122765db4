import { Injectable } from '@nestjs/common';
import { Database, Mailer } from '@onegate/platform';
import { AuditLog, type User } from '@onegate/tenants';
import { resetTokenInvalid } from '../auth.errors.js';
import { PasswordChanges } from './password-changes.service.js';
import { passwordChangedMail } from './password-reset.mail.js';
import { PasswordResets } from './password-resets.service.js';

/** Exchanges a permission for the new password, all or nothing. */
@Injectable()
export class PasswordResetting {
  constructor(
    private readonly database: Database,
    private readonly resets: PasswordResets,
    private readonly changes: PasswordChanges,
    private readonly mailer: Mailer,
    private readonly audit: AuditLog,
  ) {}

  async apply(user: User, token: string, passwordHash: string): Promise<void> {
    await this.database.transaction(async () => {
      if (!(await this.resets.use(token, user.id))) throw resetTokenInvalid();
      await this.changes.set(user.id, passwordHash);
      await this.mailer.send(passwordChangedMail(user.email));
      await this.audit.record(
        { userId: user.id, email: user.email },
        {
          action: 'user.password_reset',
          target: { kind: 'user', id: user.publicId },
          tenantId: user.tenantId,
        },
      );
    });
  }
}
