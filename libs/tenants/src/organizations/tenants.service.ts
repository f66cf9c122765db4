import { Injectable } from '@nestjs/common';
import { Clock, Database, likeLiteral, newId, pageBounds } from '@onegate/platform';
import { tenantScope, type Actor } from '../access/actor.js';
import { OrganizationClosing } from './organization-closing.js';
import { TenantAccess } from './tenant-access.js';
import { TenantTrail } from './tenant-trail.js';
import type { TenantInput, TenantsQuery } from './tenant.schema.js';
import { Tenant } from './tenant.entity.js';

/** A tenant as those who administer it see it. */
export interface TenantSummary {
  readonly id: number;
  readonly publicId: string;
  readonly name: string;
  readonly usersCount: number;
  readonly timeZone: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

interface TenantRow {
  readonly id: string;
  readonly public_id: string;
  readonly name: string;
  readonly users_count: number;
  readonly time_zone: string;
  readonly created_at: Date;
  readonly updated_at: Date;
}

const tenantColumns = `t.id, t.public_id, t.name, t.time_zone, t.created_at, t.updated_at,
  (select count(*)::integer from memberships m join users u on u.id = m.user_id and u.status <> 'deleted'
   where m.tenant_id = t.id) as users_count`;

/** Tenants there are ($1: those in reach, all where it is null) whose name matches $2. */
const matching = `t.deleted_at is null and ($1::bigint[] is null or t.id = any($1)) and t.name ilike $2`;

/** Tenants on the admin surface. */
@Injectable()
export class TenantsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly access: TenantAccess,
    private readonly closing: OrganizationClosing,
    private readonly trail: TenantTrail,
  ) {}

  async list(actor: Actor, query: TenantsQuery): Promise<{ rows: TenantSummary[]; total: number }> {
    const parameters = [scopeOf(actor), `%${likeLiteral(query.search)}%`];
    const { skip, take } = pageBounds(query);
    const rows = await this.database.query<TenantRow>(
      `select ${tenantColumns} from tenants t where ${matching}
       order by t.${query.sort} ${query.direction}, t.id ${query.direction} limit $3 offset $4`,
      [...parameters, take, skip],
    );
    const [counted] = await this.database.query<{ total: number }>(
      `select count(*)::integer as total from tenants t where ${matching}`,
      parameters,
    );
    return { rows: rows.map(fromRow), total: counted?.total ?? 0 };
  }

  /** Every tenant in reach, for choosing one from. */
  async names(actor: Actor): Promise<{ id: number; name: string }[]> {
    const rows = await this.database.query<{ id: string; name: string }>(
      `select t.id, t.name from tenants t where ${matching} order by t.name, t.id`,
      [scopeOf(actor), '%'],
    );
    return rows.map(({ id, name }) => ({ id: Number(id), name }));
  }

  async read(actor: Actor, tenantId: number): Promise<TenantSummary> {
    await this.access.enter(actor, 'tenant.users.read', tenantId);
    return this.summaryOf(tenantId);
  }

  /** Nobody belongs to it yet. */
  async create(actor: Actor, { name, time_zone: timeZone = 'UTC' }: TenantInput): Promise<TenantSummary> {
    return this.database.transaction(async () => {
      const now = this.clock.now();
      const tenant = await this.database
        .of(Tenant)
        .save({ publicId: newId('org'), name, timeZone, createdAt: now, updatedAt: now, deletedAt: null });
      await this.trail.leave(actor, tenant, { action: 'organization.created', changes: { name } });
      return this.summaryOf(tenant.id);
    });
  }

  async change(actor: Actor, tenantId: number, { name, time_zone }: TenantInput): Promise<TenantSummary> {
    return this.database.transaction(async () => {
      const tenant = await this.access.enterAlone(actor, 'tenant.write', tenantId);
      const timeZone = time_zone ?? tenant.timeZone;
      if (name !== tenant.name || timeZone !== tenant.timeZone) {
        await this.database.of(Tenant).update(tenantId, { name, timeZone, updatedAt: this.clock.now() });
        const changes = {
          ...(name === tenant.name ? {} : { name: { from: tenant.name, to: name } }),
          ...(timeZone === tenant.timeZone ? {} : { timeZone: { from: tenant.timeZone, to: timeZone } }),
        };
        await this.trail.leave(actor, tenant, { action: 'organization.updated', changes });
      }
      return this.summaryOf(tenantId);
    });
  }

  /** Refused while money or subscriptions remain. */
  async remove(actor: Actor, tenantId: number): Promise<void> {
    const { publicId } = await this.access.enter(actor, 'tenant.delete', tenantId);
    await this.closing.close(actor, publicId);
  }

  private async summaryOf(tenantId: number): Promise<TenantSummary> {
    const [row] = await this.database.query<TenantRow>(
      `select ${tenantColumns} from tenants t where t.id = $1`,
      [tenantId],
    );
    if (!row) throw new Error(`Tenant ${tenantId} vanished while it was read`);
    return fromRow(row);
  }
}

function scopeOf(actor: Actor): readonly number[] | null {
  const scope = tenantScope(actor, 'tenant.users.read');
  return scope === 'all' ? null : scope;
}

function fromRow(row: TenantRow): TenantSummary {
  return {
    id: Number(row.id),
    publicId: row.public_id,
    name: row.name,
    usersCount: row.users_count,
    timeZone: row.time_zone,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
