import { Injectable } from '@nestjs/common';
import { Database, type Permission } from '@onegate/platform';
import { mayInTenant, tenantScope, type Actor } from '../access/actor.js';
import type { TenantRole } from '../access/roles.js';
import { permissionToManage } from '../memberships/member-rules.js';
import { fromRow, peopleWithTenant, personColumns, type Person, type PersonRow } from './person.js';
import { personForbidden, personUnknown } from './person.errors.js';
import { User } from './user.entity.js';

/** What a person is in one tenant. */
export interface Standing {
  readonly tenantId: number;
  readonly role: TenantRole;
}

/** The door to a person: who is seen at all, and what may be done to him. */
@Injectable()
export class PersonAccess {
  constructor(private readonly database: Database) {}

  /** Everybody sees himself; what lies outside the actor's tenants does not exist for him. */
  async read(actor: Actor, userId: number): Promise<Person> {
    const isSelf = userId === actor.userId;
    const person = await this.find(userId, scopeOf(actor, isSelf ? 'tenant.read' : 'tenant.users.read'));
    if (isSelf && person) return person;
    await this.require(actor, 'tenant.users.read', userId);
    if (!person) throw personUnknown();
    return person;
  }

  /** That the actor may do this to the person in at least one tenant of his. */
  async require(actor: Actor, permission: Permission, userId: number): Promise<void> {
    if (actor.isSuperAdmin) {
      if (!(await this.find(userId, null))) throw personUnknown();
      return;
    }
    const standings = await this.standingsOf(userId);
    if (!mayInAny(actor, 'tenant.read', standings)) throw personUnknown();
    if (!mayInAny(actor, permission, standings)) throw personForbidden({ permission });
  }

  /** Whether `require` would let him. */
  async may(actor: Actor, permission: Permission, userId: number): Promise<boolean> {
    if (actor.isSuperAdmin) return true;
    return mayInAny(actor, permission, await this.standingsOf(userId));
  }

  /** What the person is in every tenant, seen or not. Empty for one who was deleted. */
  async standingsOf(userId: number): Promise<Standing[]> {
    const rows = await this.database.query<{ tenant_id: string; role: TenantRole }>(
      `select m.tenant_id, m.role from memberships m
       join tenants t on t.id = m.tenant_id and t.deleted_at is null
       join users u on u.id = m.user_id and u.status <> 'deleted'
       where m.user_id = $1 order by m.tenant_id`,
      [userId],
    );
    return rows.map(({ tenant_id: tenantId, role }) => ({ tenantId: Number(tenantId), role }));
  }

  /** The tenant whose person he is, be it seen or not. */
  async homeOf(userId: number): Promise<number | null> {
    const user = await this.database.of(User).findOneBy({ id: userId });
    return user?.tenantId ?? null;
  }

  /**
   * Whether the account is of a tenant whose people the actor administers. Who merely joined a tenant keeps his account:
   * its personal wallet and keys are nobody else's business.
   */
  async isTheirs(actor: Actor, userId: number): Promise<boolean> {
    if (actor.isSuperAdmin) return true;
    const home = await this.homeOf(userId);
    return home !== null && mayInTenant(actor, 'tenant.users.write', home);
  }

  /** Holds every tenant that the person belongs to, and one more that is named, in the order that everybody takes them in. */
  async hold(userId: number, alsoTenantId?: number | null): Promise<void> {
    await this.database.query(
      `select id from tenants where id = $2 or id in (select tenant_id from memberships where user_id = $1)
       order by id for no key update`,
      [userId, alsoTenantId ?? null],
    );
  }

  private async find(userId: number, scope: readonly number[] | null): Promise<Person | null> {
    const [row] = await this.database.query<PersonRow>(
      `select ${personColumns} from ${peopleWithTenant} where u.id = $2 and u.status <> 'deleted'`,
      [scope, userId],
    );
    return row ? fromRow(row) : null;
  }
}

/** Whether the actor stands above the person in that tenant, or beside him where that is enough. */
export function mayManage(actor: Actor, { tenantId, role }: Standing): boolean {
  return mayInTenant(actor, permissionToManage[role], tenantId);
}

function mayInAny(actor: Actor, permission: Permission, standings: readonly Standing[]): boolean {
  return standings.some(({ tenantId }) => mayInTenant(actor, permission, tenantId));
}

function scopeOf(actor: Actor, permission: Permission): readonly number[] | null {
  const scope = tenantScope(actor, permission);
  return scope === 'all' ? null : scope;
}
