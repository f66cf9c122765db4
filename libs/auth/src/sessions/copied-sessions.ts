import { Injectable } from '@nestjs/common';
import { Database } from '@onegate/platform';
import { AuditLog, type User } from '@onegate/tenants';
import type { Session } from './session.entity.js';
import { Sessions } from './sessions.service.js';

/** Ends a session whose refresh token turned up twice, and writes down why. */
@Injectable()
export class CopiedSessions {
  constructor(
    private readonly database: Database,
    private readonly sessions: Sessions,
    private readonly audit: AuditLog,
  ) {}

  async end(session: Session, owner: User): Promise<void> {
    await this.database.transaction(async () => {
      await this.sessions.end(session.id);
      await this.audit.record(null, {
        action: 'session.ended_for_reuse',
        target: { kind: 'session', id: session.publicId },
        tenantId: owner.tenantId,
        changes: { user: owner.publicId },
      });
    });
  }
}
