import { Injectable } from '@nestjs/common';
import { Clock, Database, newId } from '@onegate/platform';
import { Seats } from '../invites/seats.js';
import { UserChanges } from '../users/user-changes.js';
import type { EntryOutcome } from './directory-entry.entity.js';
import type { SyncProblem } from './sync-problems.js';
import { SyncRunLease } from './sync-run-lease.js';
import type { SyncRun } from './sync-run.entity.js';

const batchLength = 1_000;

interface KnownPerson {
  readonly id: string;
  readonly outcome: EntryOutcome;
}

/** Some of the entries that are still open. Named in every statement, so that none depends on how large the tables are. */
interface Batch {
  readonly externalIds: readonly string[];
  readonly emails: readonly string[];
}

/** The entries of a batch ($2) of a run ($1) that are to be somebody here and are nobody yet. */
const stillOpen = `e.run_id = $1 and e.external_id = any($2) and e.active and e.problem is null and e.outcome is null`;

/** Makes everybody in the listing somebody here, a thousand at a time; each batch stands with its record or not at all. */
@Injectable()
export class SyncArrivals {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly lease: SyncRunLease,
    private readonly seats: Seats,
    private readonly changes: UserChanges,
  ) {}

  async apply(run: SyncRun): Promise<void> {
    while (await this.lease.step(run, () => this.applySome(run)));
  }

  /** Whether there was anybody left. */
  private async applySome(run: SyncRun): Promise<boolean> {
    const batch = await this.nextBatch(run);
    if (batch.externalIds.length === 0) return false;
    const known = await this.bringInStep(run, batch);
    const adopted = await this.adopt(run, batch);
    const created = await this.create(run, batch);
    const problems = await this.closeBatch(run, batch);
    const reactivated = known.filter(({ outcome }) => outcome === 'reactivated');
    await this.changes.announce([...reactivated.map(({ id }) => Number(id)), ...adopted]);
    await this.lease.progress(run, {
      created,
      updated: count(known, 'updated') + adopted.length,
      reactivated: reactivated.length,
      unchanged: count(known, 'unchanged'),
      problems,
    });
    return true;
  }

  private async nextBatch(run: SyncRun): Promise<Batch> {
    const rows = await this.database.query<{ external_id: string; email: string | null }>(
      `select external_id, email from directory_entries
       where run_id = $1 and outcome is null order by position limit ${batchLength}`,
      [run.id],
    );
    return {
      externalIds: rows.map(({ external_id: externalId }) => externalId),
      emails: rows.flatMap(({ email }) => email ?? []),
    };
  }

  private bringInStep(run: SyncRun, { externalIds }: Batch): Promise<KnownPerson[]> {
    return this.database.query<KnownPerson>(
      `with known as (
         select u.id, e.external_id, coalesce(nullif(e.name, ''), u.name) as name, u.status <> 'active' as returned,
           e.renamed or e.name not in ('', u.name) as changed
         from directory_entries e
         join users u on u.tenant_id = $3 and u.external_id = any($2) and u.external_id = e.external_id
         where ${stillOpen} for update of u
       ), brought as (
         update users u set name = k.name, status = 'active', updated_at = $4
         from known k where u.id = k.id and (k.returned or k.changed)
       ), closed as (
         update directory_entries e set outcome =
           case when k.returned then 'reactivated' when k.changed then 'updated' else 'unchanged' end
         from known k where e.run_id = $1 and e.external_id = k.external_id
         returning k.id, e.outcome)
       select id, outcome from closed`,
      [run.id, externalIds, run.tenantId, this.clock.now()],
    );
  }

  /** People whom the tenant had before its directory: the same e-mail in the same tenant is the same person. */
  private async adopt(run: SyncRun, { externalIds, emails }: Batch): Promise<number[]> {
    const rows = await this.database.query<{ id: string }>(
      `with adopted as (
         update users u set external_id = e.external_id, name = coalesce(nullif(e.name, ''), u.name),
           status = 'active', updated_at = $4
         from directory_entries e
         where ${stillOpen} and u.tenant_id = $3 and u.external_id is null and u.email = any($5) and u.email = e.email
           and not u.is_super_admin
         returning u.id, u.external_id
       ), closed as (
         update directory_entries e set outcome = 'updated'
         from adopted a where e.run_id = $1 and e.external_id = a.external_id)
       select id from adopted`,
      [run.id, externalIds, run.tenantId, this.clock.now(), emails],
    );
    return rows.map(({ id }) => Number(id));
  }

  /** Whose e-mail is taken by now gets no account; that is noticed when the batch is closed. */
  private async create(run: SyncRun, { externalIds, emails }: Batch): Promise<number> {
    const [row] = await this.database.query<{ count: number }>(
      `with fresh as (
         select e.external_id, e.email, coalesce(nullif(e.name, ''), e.email) as name, ids.user_id, ids.membership_id
         from directory_entries e
         join unnest($2::text[], $5::text[], $6::text[]) as ids (external_id, user_id, membership_id)
           on ids.external_id = e.external_id
         where ${stillOpen} and e.email <> all (array(select u.email from users u where u.email = any($8)))
         order by e.position limit $7
       ), created as (
         insert into users (public_id, email, name, tenant_id, external_id, created_at, updated_at)
         select user_id, email, name, $3, external_id, $4, $4 from fresh
         on conflict do nothing returning id, external_id
       ), joined as (
         insert into memberships (public_id, tenant_id, user_id, role, created_at)
         select f.membership_id, $3, c.id, 'member', $4 from created c join fresh f using (external_id)
       ), closed as (
         update directory_entries e set outcome = 'created'
         from created c where e.run_id = $1 and e.external_id = c.external_id)
       select count(*)::integer as count from created`,
      [
        run.id,
        externalIds,
        run.tenantId,
        this.clock.now(),
        externalIds.map(() => newId('usr')),
        externalIds.map(() => newId('mem')),
        await this.seats.room(run.tenantId),
        emails,
      ],
    );
    return row?.count ?? 0;
  }

  /** Whoever is nobody by now, and should be, is a problem for the record. */
  private closeBatch(run: SyncRun, { externalIds, emails }: Batch): Promise<SyncProblem[]> {
    return this.database.query<SyncProblem>(
      `with closed as (
         update directory_entries e set
           outcome = case when e.active then 'problem' else 'inactive' end,
           problem = case when e.problem is not null then e.problem
             when e.email = any (array(select u.email from users u where u.email = any($3))) then 'email-taken' else 'no-seat' end
         where e.run_id = $1 and e.external_id = any($2) and e.outcome is null
         returning e.external_id, e.email, e.problem, e.outcome, e.position)
       select problem as code, external_id, email from closed where outcome = 'problem' order by position`,
      [run.id, externalIds, emails],
    );
  }
}

function count(people: readonly KnownPerson[], outcome: EntryOutcome): number {
  return people.filter((person) => person.outcome === outcome).length;
}
