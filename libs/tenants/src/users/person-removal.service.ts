import { Injectable } from '@nestjs/common';
import { Database } from '@onegate/platform';
import { mayInTenant, type Actor } from '../access/actor.js';
import { permissionToManage } from '../memberships/member-rules.js';
import { AccountRemovalService } from './account-removal.service.js';
import { mayManage, PersonAccess, type Standing } from './person-access.js';
import { personForbidden, selfRemoval } from './person.errors.js';
import type { Person } from './person.js';
import { PersonTenants } from './person-tenants.js';
import { PersonTrail } from './person-trail.js';

/**
 * Takes a person away from those who administer him. The account itself goes only where all of it is theirs: who merely
 * joined their tenant, or has powers in others, leaves their tenants and keeps the rest.
 */
@Injectable()
export class PersonRemovalService {
  constructor(
    private readonly database: Database,
    private readonly access: PersonAccess,
    private readonly accounts: AccountRemovalService,
    private readonly tenants: PersonTenants,
    private readonly trail: PersonTrail,
  ) {}

  async remove(actor: Actor, userId: number): Promise<void> {
    if (userId === actor.userId) throw selfRemoval();
    await this.database.transaction(async () => {
      await this.access.hold(userId);
      const person = await this.access.read(actor, userId);
      await this.access.require(actor, 'tenant.users.write', userId);
      const standings = await this.access.standingsOf(userId);
      const own = requireManageable(actor, person, standings);
      if (await this.isWhollyTheirs(actor, person, { own, standings }))
        await this.close(actor, person, standings);
      else for (const standing of own) await this.takeOut(actor, person, standing);
    });
  }

  private async isWhollyTheirs(
    actor: Actor,
    person: Person,
    { own, standings }: { own: readonly Standing[]; standings: readonly Standing[] },
  ): Promise<boolean> {
    if (actor.isSuperAdmin) return true;
    const home = await this.access.homeOf(person.id);
    return own.length === standings.length && own.some(({ tenantId }) => tenantId === home);
  }

  private async close(actor: Actor, person: Person, standings: readonly Standing[]): Promise<void> {
    for (const { tenantId, role } of standings) {
      if (role === 'owner') await this.tenants.requireOtherOwner(tenantId, person.id);
    }
    const removed = { userId: person.id, userPublicId: person.publicId };
    await this.accounts.close(actor, removed, person.tenant?.id ?? null);
  }

  private async takeOut(actor: Actor, person: Person, { tenantId }: Standing): Promise<void> {
    await this.tenants.leave(person.id, tenantId);
    await this.trail.leaveRemoval(actor, person, tenantId);
  }
}

/** The tenants that the actor may take the person out of; fails where the person stands above him. */
function requireManageable(actor: Actor, person: Person, standings: readonly Standing[]): Standing[] {
  if (person.isSuperAdmin && !actor.isSuperAdmin)
    throw personForbidden({ permission: 'platform.tenants.write' });
  const administered = standings.filter(({ tenantId }) => mayInTenant(actor, 'tenant.users.write', tenantId));
  for (const standing of administered) {
    if (!mayManage(actor, standing)) throw personForbidden({ permission: permissionToManage[standing.role] });
  }
  return administered;
}
