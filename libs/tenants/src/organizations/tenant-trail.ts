import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { AuditLog, type AuditedChange } from '../audit/audit-log.service.js';
import { UserChanges } from '../users/user-changes.js';
import type { Tenant } from './tenant.entity.js';

export interface TenantStep {
  readonly action: string;
  /** The organization itself, unless something within it changed. */
  readonly target?: AuditedChange['target'];
  readonly changes?: AuditedChange['changes'];
  /** Whose powers are different now. */
  readonly people?: readonly number[];
}

/** What a change in an organization leaves behind: an entry in its audit log, and word to every process about the people it touches. */
@Injectable()
export class TenantTrail {
  constructor(
    private readonly audit: AuditLog,
    private readonly changes: UserChanges,
  ) {}

  async leave(
    actor: Actor,
    tenant: Pick<Tenant, 'id' | 'publicId'>,
    { action, target = { kind: 'organization', id: tenant.publicId }, changes = {}, people = [] }: TenantStep,
  ): Promise<void> {
    await this.audit.record(actor, { action, target, changes, tenantId: tenant.id });
    await this.changes.announce(people);
  }
}
