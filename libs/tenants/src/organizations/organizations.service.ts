import { Injectable } from '@nestjs/common';
import { Clock, Database, newId } from '@onegate/platform';
import type { Actor } from '../access/actor.js';
import { Membership } from '../memberships/membership.entity.js';
import { OrganizationAccess } from './organization-access.js';
import type { OrganizationChange } from './organization.schema.js';
import { Tenant } from './tenant.entity.js';
import { TenantTrail } from './tenant-trail.js';

/** An organization as its people see it. */
export interface Organization {
  readonly publicId: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly remoteConfigEnabled: boolean;
  readonly memberCount: number;
}

interface Figures {
  readonly remote_config_enabled: boolean;
  readonly member_count: number;
}

@Injectable()
export class OrganizationsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly access: OrganizationAccess,
    private readonly trail: TenantTrail,
  ) {}

  /** Who founds an organization owns it. */
  async create(actor: Actor, { name }: OrganizationChange): Promise<Organization> {
    return this.database.transaction(async () => {
      const now = this.clock.now();
      const tenant = await this.database
        .of(Tenant)
        .save({ publicId: newId('org'), name, createdAt: now, updatedAt: now, deletedAt: null });
      await this.database.of(Membership).insert({
        publicId: newId('mem'),
        tenantId: tenant.id,
        userId: actor.userId,
        role: 'owner',
        createdAt: now,
      });
      const people = [actor.userId];
      await this.trail.leave(actor, tenant, { action: 'organization.created', changes: { name }, people });
      return this.withFigures(tenant);
    });
  }

  async read(actor: Actor, publicId: string): Promise<Organization> {
    return this.withFigures(await this.access.enter(actor, 'tenant.read', publicId));
  }

  async change(actor: Actor, publicId: string, { name }: OrganizationChange): Promise<Organization> {
    return this.database.transaction(async () => {
      const tenant = await this.access.enterAlone(actor, 'tenant.write', publicId);
      if (name === tenant.name) return this.withFigures(tenant);
      const changes = { name: { from: tenant.name, to: name } };
      await this.trail.leave(actor, tenant, { action: 'organization.updated', changes });
      const tenants = this.database.of(Tenant);
      return this.withFigures(
        await tenants.save(tenants.merge(tenant, { name, updatedAt: this.clock.now() })),
      );
    });
  }

  private async withFigures({ id, publicId, name, createdAt, updatedAt }: Tenant): Promise<Organization> {
    const [figures] = await this.database.query<Figures>(
      `select exists (select from remote_configs where tenant_id = $1 and enabled) as remote_config_enabled,
        (select count(*)::integer from memberships where tenant_id = $1) as member_count`,
      [id],
    );
    return {
      publicId,
      name,
      createdAt,
      updatedAt,
      remoteConfigEnabled: figures?.remote_config_enabled ?? false,
      memberCount: figures?.member_count ?? 0,
    };
  }
}
