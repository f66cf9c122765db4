import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { AuditLog } from '../audit/audit-log.service.js';
import type { PersonField } from './person-change.js';
import type { Person } from './person.js';
import { UserChanges } from './user-changes.js';

interface ChangeOfPerson {
  readonly before: Person;
  readonly after: Person;
  readonly fields: readonly PersonField[];
}

/** What a change of a person leaves behind: an entry in the audit log, and word to every process. */
@Injectable()
export class PersonTrail {
  constructor(
    private readonly audit: AuditLog,
    private readonly changes: UserChanges,
  ) {}

  async leave(actor: Actor, { before, after, fields }: ChangeOfPerson): Promise<void> {
    await this.audit.record(actor, {
      action: 'user.updated',
      target: { kind: 'user', id: before.publicId },
      tenantId: after.tenant?.id ?? before.tenant?.id ?? null,
      changes: Object.fromEntries(
        fields.map((field) => [field, { from: valueOf(before, field), to: valueOf(after, field) }]),
      ),
    });
    await this.changes.announce([before.id]);
  }

  async leaveRemoval(actor: Actor, { id, publicId }: Person, tenantId: number): Promise<void> {
    const target = { kind: 'user', id: publicId };
    await this.audit.record(actor, { action: 'user.removed', target, tenantId });
    await this.changes.announce([id]);
  }
}

function valueOf(person: Person, field: PersonField): unknown {
  switch (field) {
    case 'password':
      return undefined;
    case 'tenant_id':
      return person.tenant?.id ?? null;
    case 'roles':
      return [person.isSuperAdmin && 'super-admin', person.role].filter(Boolean);
    case 'email':
    case 'name':
      return person[field];
  }
}
