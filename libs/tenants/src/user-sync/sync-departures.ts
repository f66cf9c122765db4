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

/** Somebody ($2 is the tenant, $1 the run) who leaves and owns a tenant, be it this one or another. */
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
    while (await this.lease.step(run, () => this.applySome(run)));
  }

  /** Owners last, and together: of several who leave at once it depends on the others whether one is the last. */
  async applyToOwners(run: SyncRun): Promise<void> {
    const owners = await this.departingOwners(run);
    const problems = owners.filter((owner) => owner.is_last).map(lastOwner);
    const leaving = owners.filter((owner) => !owner.is_last).map(({ id }) => Number(id));
    await this.deactivate(leaving);
    await this.lease.progress(run, { deactivated: leaving.length, problems });
  }

  /** Whether there was anybody left. */
  private async applySome(run: SyncRun): Promise<boolean> {
    const rows = await this.database.query<{ id: string }>(
      `select gone.id from (${managedPeople}) gone
       where gone.leaving and not exists (${ownsTenant}) order by gone.id limit ${batchLength}`,
      [run.id, run.tenantId],
    );
    const leaving = rows.map(({ id }) => Number(id));
    await this.deactivate(leaving);
    await this.lease.progress(run, { deactivated: leaving.length });
    return leaving.length > 0;
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

  private async deactivate(userIds: readonly number[]): Promise<void> {
    await this.database.query(`update users set status = 'deactivated', updated_at = $2 where id = any($1)`, [
      userIds,
      this.clock.now(),
    ]);
    await this.changes.announce(userIds);
  }
}

function lastOwner({ external_id, email }: DepartingOwner): SyncProblem {
  return { code: 'last-owner', external_id, email };
}
