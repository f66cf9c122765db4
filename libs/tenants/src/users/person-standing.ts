import { Injectable } from '@nestjs/common';
import { Clock, Database } from '@onegate/platform';
import type { Actor } from '../access/actor.js';
import { permissionToManage } from '../memberships/member-rules.js';
import { mayManage } from './person-access.js';
import type { Person } from './person.js';
import { personForbidden, roleForbidden, selfDemotion, tenantInvalid } from './person.errors.js';
import { requireGrantable, wantedRoles } from './person-roles.js';
import type { PersonChange } from './person.schema.js';
import { PersonTenants } from './person-tenants.js';
import { User } from './user.entity.js';

/** Changes what a person is: his tenant, his role there, and whether he administers the platform. Within a transaction. */
@Injectable()
export class PersonStanding {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly tenants: PersonTenants,
  ) {}

  async change(actor: Actor, person: Person, { tenant_id: to, roles }: PersonChange): Promise<void> {
    if (isMove(person, to)) await this.move(actor, person, to, roles);
    else if (roles) await this.changeRole(actor, person, roles);
    if (roles) await this.changePlatformRole(actor, person, wantedRoles(roles).isSuperAdmin);
  }

  /** To another tenant, where he is a member unless roles say otherwise; or, for a super-admin to decide, to none. */
  private async move(
    actor: Actor,
    person: Person,
    to: number | null,
    roles: PersonChange['roles'],
  ): Promise<void> {
    requireManageable(actor, person);
    if (person.tenant) await this.tenants.leave(person.id, person.tenant.id);
    if (to !== null) {
      const role = wantedRoles(roles ?? []).tenantRole;
      await this.tenants.enter(actor, to);
      requireGrantable(actor, role, to);
      await this.tenants.join(person.id, to, role);
    } else if (!actor.isSuperAdmin) throw tenantInvalid();
    await this.database
      .of(User)
      .update(person.id, { tenantId: to, externalId: null, updatedAt: this.clock.now() });
  }

  private async changeRole(
    actor: Actor,
    person: Person,
    roles: NonNullable<PersonChange['roles']>,
  ): Promise<void> {
    const { tenant, role } = person;
    const { tenantRole } = wantedRoles(roles);
    if (!tenant || !role) {
      if (roles.some((one) => one !== 'super-admin')) throw tenantInvalid();
      return;
    }
    if (tenantRole === role) return;
    if (person.id !== actor.userId) requireManageable(actor, person);
    requireGrantable(actor, tenantRole, tenant.id);
    await this.tenants.changeRole({ userId: person.id, tenantId: tenant.id }, role, tenantRole);
  }

  private async changePlatformRole(actor: Actor, person: Person, isSuperAdmin: boolean): Promise<void> {
    if (isSuperAdmin === person.isSuperAdmin) return;
    if (!actor.isSuperAdmin) throw roleForbidden({ role: 'super-admin' });
    if (person.id === actor.userId) throw selfDemotion();
    await this.database.of(User).update(person.id, { isSuperAdmin, updatedAt: this.clock.now() });
  }
}

function isMove(person: Person, to: number | null | undefined): to is number | null {
  return to !== undefined && to !== (person.tenant?.id ?? null);
}

function requireManageable(actor: Actor, { tenant, role }: Person): void {
  if (tenant && role && !mayManage(actor, { tenantId: tenant.id, role })) {
    throw personForbidden({ permission: permissionToManage[role] });
  }
}
