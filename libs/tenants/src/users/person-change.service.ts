import { Injectable } from '@nestjs/common';
import { Database } from '@onegate/platform';
import type { Actor } from '../access/actor.js';
import { mayManage, PersonAccess } from './person-access.js';
import { changedFields, type PersonField, type PersonToChange } from './person-change.js';
import { PersonIdentity } from './person-identity.js';
import type { Person } from './person.js';
import { ownNameOnly, personForbidden, personJoined, signInForbidden } from './person.errors.js';
import { PersonStanding } from './person-standing.js';
import { PersonTrail } from './person-trail.js';

/** Changes accounts, one's own name or those of people one administers. */
@Injectable()
export class PersonChangeService {
  constructor(
    private readonly database: Database,
    private readonly access: PersonAccess,
    private readonly identity: PersonIdentity,
    private readonly standing: PersonStanding,
    private readonly trail: PersonTrail,
  ) {}

  async change(actor: Actor, userId: number, change: PersonToChange): Promise<Person> {
    return this.database.transaction(async () => {
      await this.access.hold(userId, change.tenant_id);
      const before = await this.access.read(actor, userId);
      const fields = changedFields(before, change);
      if (fields.length === 0) return before;
      await this.requirePermission(actor, before, fields);
      await this.identity.change(before, change, fields);
      await this.standing.change(actor, before, change);
      const after = await this.access.read(actor, userId);
      await this.trail.leave(actor, { before, after, fields });
      return after;
    });
  }

  private async requirePermission(
    actor: Actor,
    person: Person,
    fields: readonly PersonField[],
  ): Promise<void> {
    const isSelf = person.id === actor.userId;
    if (isSelf && fields.every((field) => field === 'name')) return;
    if (isSelf && !(await this.access.may(actor, 'tenant.users.write', person.id))) throw ownNameOnly();
    await this.access.require(actor, 'tenant.users.write', person.id);
    if (person.isSuperAdmin && !actor.isSuperAdmin) {
      throw personForbidden({ permission: 'platform.tenants.write' });
    }
    await this.requireAccount(actor, person, fields);
    if (isSelf || !fields.some((field) => field === 'email' || field === 'password')) return;
    if (!(await this.coversPowersOf(actor, person))) throw signInForbidden();
  }

  /** Roles are a tenant's to give. The rest is the account, and not everybody's who has the person in a tenant. */
  private async requireAccount(actor: Actor, { id }: Person, fields: readonly PersonField[]): Promise<void> {
    if (fields.every((field) => field === 'roles') || (await this.access.isTheirs(actor, id))) return;
    throw id === actor.userId ? ownNameOnly() : personJoined();
  }

  /** Whoever sets the e-mail or password of somebody can act as him, so he must have all the powers that one has. */
  private async coversPowersOf(actor: Actor, { id }: Person): Promise<boolean> {
    const standings = await this.access.standingsOf(id);
    return standings.every((standing) => mayManage(actor, standing));
  }
}
