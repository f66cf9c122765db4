import { Injectable } from '@nestjs/common';
import { Clock, Database, requestContext } from '@onegate/platform';
import type { Actor } from '../access/actor.js';
import { AuditEntry } from './audit-entry.entity.js';
import { withoutSecrets } from './without-secrets.js';

export interface AuditedChange {
  /** What was done, as `<kind>.<verb in the past>`: `tenant.created`. */
  readonly action: string;
  readonly target: { readonly kind: string; readonly id: string };
  /** The tenant whose admins may read the entry. Without one only the platform's administrators may. */
  readonly tenantId?: number | null;
  /** What is different now, by field; values of secret fields are left out by themselves. */
  readonly changes?: Readonly<Record<string, unknown>>;
}

/** Who is written down as the one who did it. */
export type AuditedActor = Pick<Actor, 'userId' | 'email'>;

/** Who changed what. Call `record` inside the transaction of the change: neither stands without the other. */
@Injectable()
export class AuditLog {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** `null` stands for the system itself, or for somebody who has not signed in. */
  async record(actor: AuditedActor | null, change: AuditedChange): Promise<void> {
    const request = requestContext.getStore();
    const entry = this.database.of(AuditEntry).create({
      at: this.clock.now(),
      actorUserId: actor?.userId ?? null,
      actorEmail: actor?.email ?? null,
      tenantId: change.tenantId ?? null,
      action: change.action,
      targetKind: change.target.kind,
      targetId: change.target.id,
      changes: withoutSecrets(change.changes ?? {}),
      requestId: request?.requestId ?? null,
      ip: request?.ip ?? null,
    });
    await this.database.of(AuditEntry).save(entry);
  }
}
