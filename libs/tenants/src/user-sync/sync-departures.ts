import { Injectable } from '@nestjs/common';
import { Clock, Database } from '@onegate/platform';
import { UserChanges } from '../users/user-changes.js';
import { managedPeople } from './sync-plan.js';
import type { SyncProblem } from './sync-problems.js';
import { SyncRunLease } from './sync-run-lease.js';
import type { SyncRun } from './sync-run.entity.js';

const batchLength = 500;

interface DepartingOwner {
  readonly id: string;
  readonly external_id: string;
  readonly email: string;
  readonly is_last: boolean;
}

/** Somebody who leaves and owns a tenant, be it this one or another. */
const ownsTenant = `select from memberships m join tenants t on t.id = m.tenant_id and t.deleted_at is null
  where m.user_id = gone.id and m.role = 'owner'`;

/** Deactivates those who have left: their sessions and keys die with it. */
@Injectable()
export class SyncDepartures {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly lease: SyncRunLease,
    private readonly changes: UserChanges,
  ) {}

  async apply(run: SyncRun): Promise<void> {
    const leaving = await this.leavers(run);
    for (let start = 0; start < leaving.length; start += batchLength) {
      const some = leaving.slice(start, start + batchLength);
      await this.lease.step(run, async () => this.deactivate(run, await this.stillNoOwners(some)));
    }
  }

  /** Owners last, and together: of several who leave at once it depends on the others whether one is the last. */
  async applyToOwners(run: SyncRun): Promise<void> {
    const owners = await this.departingOwners(run);
    const problems = owners.filter((owner) => owner.is_last).map(lastOwner);
    const leaving = owners.filter((owner) => !owner.is_last).map(({ id }) => Number(id));
    await this.deactivate(run, leaving, problems);
  }

  /** All of them at once: a number for each is little, and to look for the next few again and again is much. */
  private async leavers(run: SyncRun): Promise<number[]> {
    const rows = await this.database.query<{ id: string }>(
      `select gone.id from (${managedPeople}) gone
       where gone.leaving and not exists (${ownsTenant}) order by gone.id`,
      [run.id, run.tenantId],
    );
    return rows.map(({ id }) => Number(id));
  }

  /** Who has been made an owner since goes with the owners. */
  private async stillNoOwners(userIds: readonly number[]): Promise<number[]> {
    const rows = await this.database.query<{ id: string }>(
      `select gone.id from unnest($1::bigint[]) as gone (id) where not exists (${ownsTenant})`,
      [userIds],
    );
    return rows.map(({ id }) => Number(id));
  }

  /** A tenant must keep an owner who can act and does not leave himself. */
  private departingOwners(run: SyncRun): Promise<DepartingOwner[]> {
    return this.database.query<DepartingOwner>(
      `with gone as (select id from (${managedPeople}) managed where leaving)
       select u.id, u.external_id, u.email, exists (
         select from memberships m join tenants t on t.id = m.tenant_id and t.deleted_at is null
         where m.user_id = gone.id and m.role = 'owner' and not exists (
           select from memberships other join users o on o.id = other.user_id and o.status = 'active'
           where other.tenant_id = m.tenant_id and other.role = 'owner'
             and other.user_id not in (select id from gone))
       ) as is_last
       from gone join users u on u.id = gone.id where exists (${ownsTenant}) order by u.id`,
      [run.id, run.tenantId],
    );
  }

  /** Who has been deactivated, or has left the tenant, since he was found is not counted. */
  private async deactivate(
    run: SyncRun,
    userIds: readonly number[],
    problems: readonly SyncProblem[] = [],
  ): Promise<void> {
    const rows = await this.database.query<{ id: string }>(
      `with gone as (
         update users set status = 'deactivated', updated_at = $3
         where id = any($1) and tenant_id = $2 and status = 'active' returning id)
       select id from gone`,
      [userIds, run.tenantId, this.clock.now()],
    );
    await this.changes.announce(rows.map(({ id }) => Number(id)));
    await this.lease.progress(run, { deactivated: rows.length, problems });
  }
}

function lastOwner({ external_id, email }: DepartingOwner): SyncProblem {
  return { code: 'last-owner', external_id, email };
}
