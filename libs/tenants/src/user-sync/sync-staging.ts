import { Injectable } from '@nestjs/common';
import { Database } from '@onegate/platform';
import { directoryEndless } from '../directories/directory.errors.js';
import type { DirectoryPerson } from '../directories/directory-person.js';
import type { SyncProblem } from './sync-problems.js';
import type { SyncRun } from './sync-run.entity.js';
import { SyncRunLease } from './sync-run-lease.js';

const batchLength = 1_000;

const freshCounts = {
  seen: 0,
  created: 0,
  updated: 0,
  reactivated: 0,
  deactivated: 0,
  unchanged: 0,
  problemCount: 0,
  problems: [],
  departures: null,
  failure: null,
};

/** Puts a listing aside as it comes in, page by page, until everybody is there. */
@Injectable()
export class SyncStaging {
  constructor(
    private readonly database: Database,
    private readonly lease: SyncRunLease,
  ) {}

  /** What an earlier try has read is not trusted to fit to what comes now. */
  async begin(run: SyncRun): Promise<void> {
    await this.lease.step(run, async () => {
      await this.clear(run);
      await this.lease.go(run, 'listing', freshCounts);
    });
  }

  async add(run: SyncRun, people: readonly (DirectoryPerson | null)[], position: number): Promise<void> {
    for (let start = 0; start < people.length; start += batchLength) {
      await this.addSome(run, people.slice(start, start + batchLength), position + start);
    }
  }

  /**
   * Tells the database what has come in. Nobody else does in time: it would plan the steps that follow as if the run had
   * hardly any entries, and compare each with each.
   */
  async finish(): Promise<void> {
    await this.database.query('analyze directory_entries');
  }

  /** Called within a step. */
  async clear(run: SyncRun): Promise<void> {
    await this.database.query('delete from directory_entries where run_id = $1', [run.id]);
  }

  private async addSome(
    run: SyncRun,
    people: readonly (DirectoryPerson | null)[],
    position: number,
  ): Promise<void> {
    const readable = people.flatMap((person, index) =>
      person ? [{ ...person, position: position + index }] : [],
    );
    await this.lease.step(run, async () => {
      const kept = await this.insert(run, readable);
      if (readable.length > 0 && kept.size === 0) throw directoryEndless();
      const doubled = readable.filter((person) => !kept.has(person.position));
      const problems = [
        ...people.filter((person) => person === null).map(() => nameless),
        ...doubled.map(duplicate),
      ];
      await this.lease.progress(run, { seen: people.length, problems });
    });
  }

  private async insert(
    run: SyncRun,
    people: readonly (DirectoryPerson & { position: number })[],
  ): Promise<ReadonlySet<number>> {
    const rows = await this.database.query<{ position: number }>(
      `insert into directory_entries (run_id, external_id, position, email, name, active, problem)
       select $1, one.*, case when one.email is null then 'invalid-email' end
       from unnest($2::text[], $3::integer[], $4::text[], $5::text[], $6::boolean[])
         as one (external_id, position, email, name, active)
       on conflict do nothing returning position`,
      [
        run.id,
        people.map(({ externalId }) => externalId),
        people.map(({ position }) => position),
        people.map(({ email }) => email),
        people.map(({ name }) => name),
        people.map(({ active }) => active),
      ],
    );
    return new Set(rows.map(({ position }) => position));
  }
}

const nameless: SyncProblem = { code: 'no-id', external_id: null, email: null };

function duplicate({ externalId, email }: DirectoryPerson): SyncProblem {
  return { code: 'duplicate-id', external_id: externalId, email };
}
