import { Injectable } from '@nestjs/common';
import { Database, pageBounds, pageQuery } from '@onegate/platform';
import { In, type FindOptionsWhere } from 'typeorm';
import { z } from 'zod';
import { tenantScope, type Actor } from '../access/actor.js';
import { AuditEntry } from './audit-entry.entity.js';

const blank = (value: unknown) => (value === '' || value === null ? undefined : value);
const text = z.preprocess(blank, z.string().max(200).optional());
const id = z.preprocess(blank, z.coerce.number().int().min(1).optional());

/** What to look for: one action, one target, one person, one tenant; all are optional. */
export const auditQuery = pageQuery.extend({ action: text, target_id: text, actor_id: id, tenant_id: id });
export type AuditQuery = z.output<typeof auditQuery>;

/** Who changed what, for those who may know. */
@Injectable()
export class AuditReading {
  constructor(private readonly database: Database) {}

  async page(actor: Actor, query: AuditQuery): Promise<{ rows: AuditEntry[]; total: number }> {
    const [rows, total] = await this.database.of(AuditEntry).findAndCount({
      where: { ...scopeOf(actor, query.tenant_id), ...filterOf(query) },
      order: { id: 'desc' },
      ...pageBounds(query),
    });
    return { rows, total };
  }
}

/** A tenant outside the scope has no entries for him; those without a tenant are the platform's alone. */
function scopeOf(actor: Actor, wanted: number | undefined): FindOptionsWhere<AuditEntry> {
  const scope = tenantScope(actor, 'tenant.audit.read');
  if (scope === 'all') return wanted === undefined ? {} : { tenantId: wanted };
  return { tenantId: In(scope.filter((tenantId) => wanted === undefined || tenantId === wanted)) };
}

function filterOf({ action, target_id, actor_id }: AuditQuery): FindOptionsWhere<AuditEntry> {
  return {
    ...(action !== undefined && { action }),
    ...(target_id !== undefined && { targetId: target_id }),
    ...(actor_id !== undefined && { actorUserId: actor_id }),
  };
}
