import { Injectable } from '@nestjs/common';
import { Database } from '@onegate/platform';
import type { SyncRun } from './sync-run.entity.js';

export interface Departures {
  /** Active people whom the directory manages. */
  readonly managed: number;
  /** Those of them whom it does not list any more, or lists as inactive. */
  readonly leaving: number;
}

/**
 * The active people of a tenant ($2) whom its directory manages, next to what a run ($1) has listed. Only `leaving`
 * decides who goes: a problem with somebody's e-mail keeps nobody here who has left.
 */
export const managedPeople = `
  select u.id, coalesce(not e.active, true) as leaving
  from users u left join directory_entries e on e.run_id = $1 and e.external_id = u.external_id
  where u.tenant_id = $2 and u.external_id is not null and u.status = 'active' and not u.is_super_admin`;

/** Looks at a whole listing before anything changes. */
@Injectable()
export class SyncPlan {
  constructor(private readonly database: Database) {}

  async departures(run: SyncRun): Promise<Departures> {
    const [row] = await this.database.query<Departures>(
      `select count(*)::integer as managed, (count(*) filter (where leaving))::integer as leaving
       from (${managedPeople}) managed`,
      [run.id, run.tenantId],
    );
    return row ?? { managed: 0, leaving: 0 };
  }

  /** Called within a step, before anybody is brought in step. */
  async markProblems(run: SyncRun): Promise<void> {
    await this.markDuplicates(run);
    await this.markProtected(run);
  }

  /** Of several entries with one e-mail the one counts whose it is already, else an active one, else the first. */
  private async markDuplicates(run: SyncRun): Promise<void> {
    await this.database.query(
      `update directory_entries e set problem = 'duplicate-email'
       from (
         select o.external_id, row_number() over (
           partition by o.email order by (u.id is not null) desc, o.active desc, o.position) as place
         from directory_entries o
         left join users u on u.tenant_id = $2 and u.external_id = o.external_id and u.email = o.email
         where o.run_id = $1 and o.problem is null
       ) ranked
       where e.run_id = $1 and e.external_id = ranked.external_id and ranked.place > 1`,
      [run.id, run.tenantId],
    );
  }

  private async markProtected(run: SyncRun): Promise<void> {
    await this.database.query(
      `update directory_entries e set problem = 'protected-account'
       from users u
       where e.run_id = $1 and u.tenant_id = $2 and u.is_super_admin
         and (u.external_id = e.external_id or u.email = e.email)`,
      [run.id, run.tenantId],
    );
  }
}
