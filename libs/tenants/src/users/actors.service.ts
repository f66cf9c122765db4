import { Injectable } from '@nestjs/common';
import { Database } from '@onegate/platform';
import type { Actor } from '../access/actor.js';
import type { TenantRole } from '../access/roles.js';
import { User } from './user.entity.js';

interface RoleRow {
  readonly tenant_id: string;
  readonly role: TenantRole;
}

/** Who somebody is to the rest of the code: looked up at sign-in. */
@Injectable()
export class ActorsService {
  constructor(private readonly database: Database) {}

  /** `null` for a person who does not exist or is not active. */
  async actorOf(userId: number): Promise<Actor | null> {
    const user = await this.database.of(User).findOneBy({ id: userId, status: 'active' });
    if (!user) return null;
    const roles = await this.rolesOf(userId);
    return {
      userId: user.id,
      userPublicId: user.publicId,
      email: user.email,
      isSuperAdmin: user.isSuperAdmin,
      homeTenantId: user.tenantId,
      activeTenantId: roles.has(user.activeTenantId ?? 0) ? user.activeTenantId : null,
      roles,
    };
  }

  private async rolesOf(userId: number): Promise<ReadonlyMap<number, TenantRole>> {
    const rows = await this.database.query<RoleRow>(
      `select m.tenant_id, m.role from memberships m
       join tenants t on t.id = m.tenant_id and t.deleted_at is null
       where m.user_id = $1`,
      [userId],
    );
    return new Map(rows.map(({ tenant_id: tenantId, role }) => [Number(tenantId), role]));
  }
}
