import { Inject, Injectable, Optional } from '@nestjs/common';
import { Clock, Database, defineFailure } from '@onegate/platform';
import type { Actor } from '../access/actor.js';
import { AuditLog, type AuditedActor } from '../audit/audit-log.service.js';
import { NoObligations, Obligations } from '../organizations/obligations.js';
import { accountObliged } from '../organizations/organization.errors.js';
import { UserChanges } from './user-changes.js';

const stillOwner = defineFailure(
  'account.owner',
  'conflict',
  'You are the last owner of {organizations}. Make somebody else an owner there, or delete the organization, before you delete your account.',
);

const lastAdministrator = defineFailure(
  'account.last_administrator',
  'conflict',
  'Nobody else administers this installation. Make somebody else a super-admin before you delete your account.',
);

/** Takes away what another lib keeps of a person, within the transaction that deletes him. */
export type Forgetter = (userId: number) => Promise<void>;

export type RemovedPerson = Pick<Actor, 'userId' | 'userPublicId'>;

/** What is left where the name was. */
const nobody = 'Deleted user';

/**
 * The end of an account. Sessions and keys die, the e-mail is free for another account, and whatever tells who it was is
 * gone; the row itself stays for the history that hangs on it.
 */
@Injectable()
export class AccountRemovalService {
  private readonly forgetters: Forgetter[] = [];

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditLog,
    private readonly changes: UserChanges,
    @Optional() @Inject(Obligations) private readonly obligations: Obligations = new NoObligations(),
  ) {}

  /** For the libs above this one: ways to sign in, keys, and what else must not outlive the person. */
  alsoForget(forgetter: Forgetter): void {
    this.forgetters.push(forgetter);
  }

  async remove(actor: Actor): Promise<void> {
    await this.close(actor, actor);
  }

  /** The same at the hand of somebody else, whom the caller has found to be permitted to. */
  async close(by: AuditedActor, person: RemovedPerson, tenantId: number | null = null): Promise<void> {
    await this.database.transaction(async () => {
      await this.lockOrganizations(person.userId);
      await this.requireFree(person.userId);
      const target = { kind: 'user', id: person.userPublicId };
      await this.audit.record(by, { action: 'user.deleted', target, tenantId });
      await this.forget(person);
      await this.changes.announce([person.userId]);
    });
  }

  /** In the order of their ids, as everybody who takes several. */
  private async lockOrganizations(userId: number): Promise<void> {
    await this.database.query(
      `select id from tenants where id in (select tenant_id from memberships where user_id = $1)
       order by id for no key update`,
      [userId],
    );
  }

  private async requireFree(userId: number): Promise<void> {
    if (await this.isLastAdministrator(userId)) throw lastAdministrator();
    const owned = await this.database.query<{ name: string }>(
      `select t.name from memberships m join tenants t on t.id = m.tenant_id and t.deleted_at is null
       where m.user_id = $1 and m.role = 'owner' and not exists (
         select from memberships o join users u on u.id = o.user_id and u.status = 'active'
         where o.tenant_id = m.tenant_id and o.role = 'owner' and o.user_id <> $1)`,
      [userId],
    );
    const organizations = owned.map(({ name }) => name).join(', ');
    if (organizations) throw stillOwner({ organizations });
    const reasons = await this.obligations.ofUser(userId);
    if (reasons.length > 0) throw accountObliged({ reasons: reasons.join(' ') });
  }

  /** Held, so that two do not make way for each other. */
  private async isLastAdministrator(userId: number): Promise<boolean> {
    const administrators = await this.database.query<{ id: string }>(
      `select id from users where is_super_admin and status = 'active' order by id for no key update`,
    );
    return administrators.length === 1 && Number(administrators[0]?.id) === userId;
  }

  private async forget({ userId, userPublicId }: RemovedPerson): Promise<void> {
    const email = `${userPublicId}@deleted.invalid`;
    for (const forget of this.forgetters) await forget(userId);
    await this.database.query('delete from memberships where user_id = $1', [userId]);
    await this.database.query('update invites set email = $2 where accepted_by = $1', [userId, email]);
    await this.database.query('update audit_entries set actor_email = null where actor_user_id = $1', [
      userId,
    ]);
    await this.database.query(
      `update users set status = 'deleted', email = $2, verified_email = null, name = $3, photo_url = null, password_hash = null,
        is_super_admin = false, tenant_id = null, external_id = null, active_tenant_id = null, terms_accepted_at = null,
        updated_at = $4
       where id = $1`,
      [userId, email, nobody, this.clock.now()],
    );
  }
}
