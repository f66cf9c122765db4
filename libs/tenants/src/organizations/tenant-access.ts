import { Injectable } from '@nestjs/common';
import { Database, type Permission } from '@onegate/platform';
import { IsNull } from 'typeorm';
import { mayInTenant, tenantScope, type Actor } from '../access/actor.js';
import { tenantForbidden, tenantUnknown } from './tenant.errors.js';
import { Tenant } from './tenant.entity.js';

/** The door to a tenant for the admin surface, which knows it by its number. */
@Injectable()
export class TenantAccess {
  constructor(private readonly database: Database) {}

  /** What lies outside the actor's scope does not exist for him; what lies inside can be too much for his role. */
  async enter(actor: Actor, permission: Permission, tenantId: number): Promise<Tenant> {
    const tenant = seesTenant(actor, tenantId) ? await this.find(tenantId) : null;
    if (!tenant) throw tenantUnknown();
    if (!mayInTenant(actor, permission, tenantId)) throw tenantForbidden({ permission });
    return tenant;
  }

  /** The same, and alone until the transaction under way ends. */
  async enterAlone(actor: Actor, permission: Permission, tenantId: number): Promise<Tenant> {
    const tenant = await this.enter(actor, permission, tenantId);
    if (!(await this.lock(tenantId))) throw tenantUnknown();
    return tenant;
  }

  /** Holds who belongs to the tenant, and as what, until the transaction ends; `false` when the tenant is gone by then. */
  async lock(tenantId: number): Promise<boolean> {
    const rows = await this.database.query(
      'select id from tenants where id = $1 and deleted_at is null for no key update',
      [tenantId],
    );
    return rows.length > 0;
  }

  private find(id: number): Promise<Tenant | null> {
    return this.database.of(Tenant).findOneBy({ id, deletedAt: IsNull() });
  }
}

/** Whether the tenant exists for the actor at all. */
export function seesTenant(actor: Actor, tenantId: number): boolean {
  const scope = tenantScope(actor, 'tenant.read');
  return scope === 'all' || scope.includes(tenantId);
}
