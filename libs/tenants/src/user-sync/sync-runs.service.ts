import { Injectable } from '@nestjs/common';
import { Clock, Database, pageBounds } from '@onegate/platform';
import { In } from 'typeorm';
import { tenantScope, type Actor } from '../access/actor.js';
import { AuditLog } from '../audit/audit-log.service.js';
import { directoryDisabled, directoryUnknown } from '../directories/directory.errors.js';
import { Directory } from '../directories/directory.entity.js';
import { TenantAccess } from '../organizations/tenant-access.js';
import { nothingToConfirm, syncRunUnknown } from './sync-run.errors.js';
import { SyncRun } from './sync-run.entity.js';
import type { SyncRunsQuery } from './sync-run.schema.js';
import { SyncStarting } from './sync-starting.js';

/** The runs of user syncs, as the people of the tenants start, follow and confirm them. */
@Injectable()
export class SyncRunsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly access: TenantAccess,
    private readonly starting: SyncStarting,
    private readonly audit: AuditLog,
  ) {}

  async start(actor: Actor, tenantId: number): Promise<SyncRun> {
    await this.access.enter(actor, 'tenant.users.sync', tenantId);
    const directory = await this.database.of(Directory).findOneBy({ tenantId });
    if (!directory) throw directoryUnknown();
    if (!directory.enabled) throw directoryDisabled();
    return this.starting.start(directory, actor.userId);
  }

  /** One for each tenant within reach that has a directory switched on. */
  async startAll(actor: Actor): Promise<SyncRun[]> {
    const rows = await this.database.query<{ id: string }>(
      `select d.id from directories d join tenants t on t.id = d.tenant_id and t.deleted_at is null
       where d.enabled and ($1::bigint[] is null or d.tenant_id = any($1)) order by d.tenant_id`,
      [scopeOf(actor)],
    );
    const runs: SyncRun[] = [];
    for (const { id } of rows) {
      const directory = await this.database.of(Directory).findOneBy({ id: Number(id) });
      if (directory) runs.push(await this.starting.start(directory, actor.userId));
    }
    return runs;
  }

  /** The newest first; without their problems, which can be long. */
  async list(actor: Actor, query: SyncRunsQuery): Promise<{ rows: SyncRun[]; total: number }> {
    const { tenant_id: tenantId } = query;
    if (tenantId !== undefined) await this.access.enter(actor, 'tenant.users.sync', tenantId);
    const scope = tenantId === undefined ? scopeOf(actor) : [tenantId];
    const [rows, total] = await this.database.of(SyncRun).findAndCount({
      where: scope ? { tenantId: In(scope) } : {},
      order: { id: 'desc' },
      ...pageBounds(query),
    });
    return { rows, total };
  }

  async read(actor: Actor, id: number): Promise<SyncRun> {
    const run = await this.database.of(SyncRun).findOneBy({ id });
    const scope = scopeOf(actor);
    if (!run || (scope && !scope.includes(run.tenantId))) throw syncRunUnknown();
    return run;
  }

  /** Lets go as many as the run has counted, and reads the directory anew: it may have come to its senses meanwhile. */
  async confirm(actor: Actor, id: number): Promise<SyncRun> {
    return this.database.transaction(async () => {
      const { tenantId } = await this.read(actor, id);
      await this.access.enterAlone(actor, 'tenant.users.sync', tenantId);
      const run = await this.read(actor, id);
      if (run.state !== 'needs-confirmation') throw nothingToConfirm({ state: run.state });
      const change = {
        state: 'queued' as const,
        confirmedBy: actor.userId,
        confirmedDepartures: run.departures,
        heartbeatAt: this.clock.now(),
      };
      await this.database.of(SyncRun).update(id, change);
      await this.audit.record(actor, {
        action: 'directory.departures_confirmed',
        target: { kind: 'sync run', id: run.publicId },
        tenantId,
        changes: { departures: run.departures },
      });
      await this.starting.enqueue(run);
      return Object.assign(run, change);
    });
  }
}

/** `null` for every tenant. */
function scopeOf(actor: Actor): readonly number[] | null {
  const scope = tenantScope(actor, 'tenant.users.sync');
  return scope === 'all' ? null : scope;
}
