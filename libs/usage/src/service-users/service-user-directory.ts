import { Injectable } from '@nestjs/common';
import type { AccountTag } from '@onegate/billing';
import { Database, newId } from '@onegate/platform';
import type { UsageEvent } from '../events/usage-event.js';

const remembered = 100_000;

interface ServiceUserRow {
  readonly id: string;
  readonly account: AccountTag;
  readonly name: string;
}

interface FirstSeen {
  readonly account: AccountTag;
  readonly name: string;
  readonly at: number;
}

/** Gives each service user that events name a row of his own, the first time. */
@Injectable()
export class ServiceUserDirectory {
  private readonly ids = new Map<string, number>();

  constructor(private readonly database: Database) {}

  /** Rows for all who are named; answers how to find one's id. Within a transaction, his row stands when that does. */
  async identify(events: readonly UsageEvent[]): Promise<(event: UsageEvent) => number | null> {
    const unknown = [...firstSeen(events)].filter(([key]) => !this.ids.has(key)).map(([, seen]) => seen);
    const found = unknown.length > 0 ? await this.rowsFor(unknown) : new Map<string, number>();
    await this.database.afterCommit(() => this.remember(found));
    return (event) => {
      const key = keyOf(event.account, event.serviceUser ?? '');
      return found.get(key) ?? this.ids.get(key) ?? null;
    };
  }

  /** Two statements: only a second one sees what others have written meanwhile. */
  private async rowsFor(unknown: readonly FirstSeen[]): Promise<Map<string, number>> {
    const sorted = unknown.toSorted((a, b) => (keyOf(a.account, a.name) < keyOf(b.account, b.name) ? -1 : 1));
    const parameters = [sorted.map(({ account }) => account), sorted.map(({ name }) => name)];
    await this.database.query(
      `insert into service_users (account, name, public_id, first_seen_at)
       select s.account, s.name, s.public_id, to_timestamp(s.at / 1000.0)
       from unnest($1::text[], $2::text[], $3::text[], $4::bigint[]) as s (account, name, public_id, at)
       on conflict (account, name) do nothing`,
      [...parameters, sorted.map(() => newId('sus')), sorted.map(({ at }) => at)],
    );
    const rows = await this.database.query<ServiceUserRow>(
      `select u.id, u.account, u.name from service_users u
       join unnest($1::text[], $2::text[]) as s (account, name) on s.account = u.account and s.name = u.name`,
      parameters,
    );
    return new Map(rows.map(({ id, account, name }) => [keyOf(account, name), Number(id)]));
  }

  private remember(found: ReadonlyMap<string, number>): void {
    if (this.ids.size + found.size > remembered) this.ids.clear();
    for (const [key, id] of found) this.ids.set(key, id);
  }
}

function firstSeen(events: readonly UsageEvent[]): Map<string, FirstSeen> {
  const seen = new Map<string, FirstSeen>();
  for (const { account, serviceUser: name, startedAt } of events) {
    if (name === null) continue;
    const key = keyOf(account, name);
    seen.set(key, { account, name, at: Math.min(startedAt, seen.get(key)?.at ?? startedAt) });
  }
  return seen;
}

function keyOf(account: AccountTag, name: string): string {
  return `${account} ${name}`;
}
