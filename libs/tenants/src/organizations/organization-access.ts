import { Injectable } from '@nestjs/common';
import { Database, isId, type Permission } from '@onegate/platform';
import { IsNull } from 'typeorm';
import { mayInTenant, tenantScope, type Actor } from '../access/actor.js';
import { organizationForbidden, organizationUnknown } from './organization.errors.js';
import { Tenant } from './tenant.entity.js';

/** The door to an organization: everything that is done in one passes here first. */
@Injectable()
export class OrganizationAccess {
  constructor(private readonly database: Database) {}

  /** What lies outside the actor's scope does not exist for him (404); what lies inside can be too much for his role (403). */
  async enter(actor: Actor, permission: Permission, publicId: string): Promise<Tenant> {
    const tenant = await this.find(publicId);
    if (!tenant || !sees(actor, tenant)) throw organizationUnknown();
    requireInTenant(actor, permission, tenant.id);
    return tenant;
  }

  /**
   * The same, and alone until the transaction under way ends: nobody else changes meanwhile what the organization is
   * or who belongs to it.
   */
  async enterAlone(actor: Actor, permission: Permission, publicId: string): Promise<Tenant> {
    const tenant = await this.enter(actor, permission, publicId);
    if (!(await this.lock(tenant.id))) throw organizationUnknown();
    return tenant;
  }

  /** Holds the organization until the transaction ends; `false` when it is gone by then. */
  async lock(tenantId: number): Promise<boolean> {
    const rows = await this.database.query(
      'select id from tenants where id = $1 and deleted_at is null for no key update',
      [tenantId],
    );
    return rows.length > 0;
  }

  private async find(publicId: string): Promise<Tenant | null> {
    if (!isId('org', publicId)) return null;
    return this.database.of(Tenant).findOneBy({ publicId, deletedAt: IsNull() });
  }
}

export function requireInTenant(actor: Actor, permission: Permission, tenantId: number): void {
  if (!mayInTenant(actor, permission, tenantId)) throw organizationForbidden({ permission });
}

function sees(actor: Actor, tenant: Tenant): boolean {
  const scope = tenantScope(actor, 'tenant.read');
  return scope === 'all' || scope.includes(tenant.id);
}
