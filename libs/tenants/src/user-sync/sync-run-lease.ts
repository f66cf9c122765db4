import { Injectable } from '@nestjs/common';
import { Clock, Database } from '@onegate/platform';
import { TenantAccess } from '../organizations/tenant-access.js';
import { tenantUnknown } from '../organizations/tenant.errors.js';
import { problemsKept, type SyncProblem } from './sync-problems.js';
import { SyncRun } from './sync-run.entity.js';
import { mayGo, statesUnderWay, type SyncRunState } from './sync-run.flow.js';

/** Another worker has taken the run, or it has ended: whoever finds that out leaves it alone. */
export class RunTakenOver extends Error {}

type SyncCounts = Partial<
  Pick<SyncRun, 'seen' | 'created' | 'updated' | 'reactivated' | 'deactivated' | 'unchanged'>
>;

export interface SyncProgress extends SyncCounts {
  readonly problems?: readonly SyncProblem[];
}

/**
 * Lets one worker at a time write for a run. A worker that was taken for dead and wakes up again finds that the run has
 * been taken since: each of its steps checks that, in the transaction that makes the change.
 */
@Injectable()
export class SyncRunLease {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly access: TenantAccess,
  ) {}

  /** Takes a run that has work to do; `null` for one that has none any more. */
  async take(runId: number): Promise<SyncRun | null> {
    return this.database.transaction(async () => {
      const taken = await this.database.query(
        `with taken as (
           update sync_runs set attempt = attempt + 1, heartbeat_at = $2, started_at = coalesce(started_at, $2)
           where id = $1 and state = any($3) returning id)
         select id from taken`,
        [runId, this.clock.now(), statesUnderWay],
      );
      return taken.length > 0 ? this.database.of(SyncRun).findOneByOrFail({ id: runId }) : null;
    });
  }

  /** One step, all or nothing, with the tenant held: what was done, and that it was done, stand together. */
  async step<Result>(run: SyncRun, work: () => Promise<Result>): Promise<Result> {
    return this.database.transaction(async () => {
      if (!(await this.access.lock(run.tenantId))) throw tenantUnknown();
      const mine = await this.database.query(
        `select from sync_runs where id = $1 and attempt = $2 and state = any($3) for update`,
        [run.id, run.attempt, statesUnderWay],
      );
      if (mine.length === 0) throw new RunTakenOver();
      return work();
    });
  }

  /** Adds what a step did to the record. Called within the step. */
  async progress(run: SyncRun, { problems = [], ...counts }: SyncProgress): Promise<void> {
    const added = Object.entries(counts).map(([name, count]) => `${name} = ${name} + ${count}`);
    await this.database.query(
      `update sync_runs set ${[...added, ''].join(', ')}
        heartbeat_at = $2, problem_count = problem_count + $3,
        problems = (select coalesce(jsonb_agg(one order by place), '[]')
          from jsonb_array_elements(problems || $4::jsonb) with ordinality as listed (one, place)
          where place <= $5)
       where id = $1`,
      [
        run.id,
        this.clock.now(),
        problems.length,
        JSON.stringify(problems.slice(0, problemsKept)),
        problemsKept,
      ],
    );
  }

  /** Called within a step. */
  async go(run: SyncRun, to: SyncRunState, also: Partial<SyncRun> = {}): Promise<void> {
    if (!mayGo(run.state, to)) throw new Error(`A sync run cannot go from ${run.state} to ${to}`);
    const finishedAt = to === 'completed' || to === 'failed' ? this.clock.now() : null;
    await this.database.of(SyncRun).update(run.id, { ...also, state: to, finishedAt });
    Object.assign(run, also, { state: to, finishedAt });
  }
}
