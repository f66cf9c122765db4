import { Get, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { Who, type Principal } from '@onegate/auth';
import { laravelPage, Requires, type LaravelPage } from '@onegate/platform';
import { auditQuery, AuditReading, type AuditEntry, type AuditQuery } from '@onegate/tenants';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { pageAddress } from './page-address.js';
import { AdminController } from './admin-surface.js';

const auditEntryView = z
  .object({
    id: z.int(),
    at: z.iso.datetime(),
    actor: z.object({ id: z.int(), email: z.string().nullable() }).nullable(),
    tenant_id: z.int().nullable(),
    action: z.string(),
    target: z.object({ kind: z.string(), id: z.string() }),
    changes: z.record(z.string(), z.unknown()),
    request_id: z.string().nullable(),
    ip: z.string().nullable(),
  })
  .meta({ id: 'AuditEntry' });
type AuditEntryView = z.input<typeof auditEntryView>;

@AdminController('audit-log')
export class AuditLogController {
  constructor(private readonly audit: AuditReading) {}

  @Get()
  @Requires('tenant.audit.read')
  @ApiOperation({ summary: 'Who changed what, the latest first' })
  @ApiResponse({ status: 200, standardSchema: z.looseObject({ data: z.array(auditEntryView) }) })
  async list(
    @Who() who: Principal,
    @Query({ schema: auditQuery }) query: AuditQuery,
    @Req() request: FastifyRequest,
  ): Promise<LaravelPage<AuditEntryView>> {
    const { rows, total } = await this.audit.page(who, query);
    return laravelPage({ rows: rows.map(toView), total }, query, pageAddress(request));
  }
}

function toView(entry: AuditEntry): AuditEntryView {
  return {
    id: entry.id,
    at: entry.at.toISOString(),
    actor: entry.actorUserId === null ? null : { id: entry.actorUserId, email: entry.actorEmail },
    tenant_id: entry.tenantId,
    action: entry.action,
    target: { kind: entry.targetKind, id: entry.targetId },
    changes: entry.changes,
    request_id: entry.requestId,
    ip: entry.ip,
  };
}
