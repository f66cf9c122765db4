import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { BooksCheck } from '@onegate/billing';
import type { Database } from '@onegate/platform';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';
import type { BookedCall, ServedCall } from './call-checks.ts';
import type { FaultHouse } from './fault-house.ts';
import { complaintsOfRedis } from './redis-figures.ts';

/** Every figure that is kept twice, side by side: only what differs. */
const differences = `
  with events as (select account, sum(charged_nano) as nano, count(*) as calls from usage_events group by account),
    wallets_of as (select *, coalesce('u' || user_id, 'o' || tenant_id) as account from wallets),
    ledger as (
      select t.wallet_id, sum(e.amount_nano) as nano from ledger_entries e
      join ledger_transactions t on t.id = e.transaction_id where e.account = 'usage_revenue' group by t.wallet_id),
    quarters as (
      select scope as account, sum(charged_nano) as nano from usage_quarters where axis = 'total' group by scope),
    months as (
      select scope as account, sum(charged_nano) as nano from usage_months where axis = 'model' group by scope)
  select w.account, coalesce(e.nano, 0)::text as events, coalesce(l.nano, 0)::text as ledger, w.spent_nano::text as spent,
    coalesce(q.nano, 0)::text as quarters, coalesce(m.nano, 0)::text as months
  from wallets_of w left join events e using (account) left join ledger l on l.wallet_id = w.id
    left join quarters q using (account) left join months m using (account)
  where (coalesce(e.nano, 0), coalesce(l.nano, 0), coalesce(q.nano, 0), coalesce(m.nano, 0))
    <> (w.spent_nano, w.spent_nano, w.spent_nano, w.spent_nano)`;

const bookedCalls = `
  select s.name as tag, e.id, e.account, e.status, e.prompt_tokens::integer as input,
    e.completion_tokens::integer as output, e.charged_nano::text as charged,
    round((e.prompt_tokens * (p.prices ->> 'input')::numeric + e.completion_tokens * (p.prices ->> 'output')::numeric)
      * 1000000000)::bigint::text as due
  from usage_events e join service_users s on s.id = e.service_user_id
    join price_versions p on p.id = e.price_version_id
  where s.name like $1`;

/** Looks into the servers of a house from outside, as an auditor would. */
export class Books {
  private client: pg.Client | null = null;
  readonly redis: Redis;
  private readonly sweeps: Queue;

  constructor(private readonly house: FaultHouse) {
    this.redis = new Redis(house.environment['REDIS_URL'] ?? '', {
      maxRetriesPerRequest: null,
      retryStrategy: () => 50,
    });
    this.redis.on('error', () => {});
    this.sweeps = new Queue('hold-sweep', { connection: this.redis, prefix: '{onegate:jobs}' });
    this.sweeps.on('error', () => {});
  }

  /** What is not at rest yet, or wrong. Cheap things first: nothing else is looked at until they are well. */
  async complaints(): Promise<string[]> {
    const looks = [
      () => complaintsOfRedis(this.redis, (sql, parameters) => this.query(sql, parameters)),
      () => this.unbooked(),
      () => this.differences(),
      () => this.deadLetters(),
    ];
    for (const look of looks) {
      const found = await look();
      if (found.length > 0) return found;
    }
    return [];
  }

  booked(prefix: string): Promise<BookedCall[]> {
    return this.query<BookedCall>(bookedCalls, [`${prefix}-%`]);
  }

  async served(): Promise<ServedCall[]> {
    const response = await fetch(`${this.house.simulatorUrl}/simulator/requests`);
    const { data } = (await response.json()) as { data: SimulatorEntry[] };
    return data.map(({ headers, status, finishedAt }) => ({
      tag: /tag=([\w-]+)/.exec(String(headers['x-simulate']))?.[1] ?? '',
      status,
      isFinished: finishedAt !== null,
    }));
  }

  async forgetServed(): Promise<void> {
    await fetch(`${this.house.simulatorUrl}/simulator/requests`, { method: 'DELETE' });
  }

  /** What the worker does from time to time, now. */
  async sweep(): Promise<void> {
    await this.sweeps.add('hold-sweep', { isThorough: true }, { removeOnComplete: true, removeOnFail: true });
  }

  /** As if somebody altered the tables, or Postgres had no time. */
  async lockFor(millis: number): Promise<void> {
    const client = new pg.Client({ connectionString: this.house.environment['DATABASE_URL'] });
    client.on('error', () => {});
    try {
      await client.connect();
      await client.query('begin; lock table usage_events, wallets, ledger_transactions');
      await pause(millis);
    } finally {
      await client.end();
    }
  }

  async query<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    const client = await this.connected();
    try {
      return (await client.query(sql, [...parameters])).rows as Row[];
    } catch (error) {
      this.client = null;
      await client.end().catch(() => undefined);
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.sweeps.close();
    this.redis.disconnect();
    await this.client?.end();
  }

  private async connected(): Promise<pg.Client> {
    if (this.client) return this.client;
    const client = new pg.Client({ connectionString: this.house.environment['DATABASE_URL'] });
    client.on('error', () => (this.client = null));
    await client.connect();
    this.client = client;
    return client;
  }

  /** Charges in journals that Postgres has not. */
  private async unbooked(): Promise<string[]> {
    const ids = [...journaledIds(path.join(this.house.dataFolder, 'journal'))];
    const rows = await this.query<{ id: string }>(
      'select i.id from unnest($1::text[]) as i(id) where not exists (select from usage_events e where e.id = i.id)',
      [ids],
    );
    return rows.map(({ id }) => `only in a journal: ${id}`);
  }

  private async differences(): Promise<string[]> {
    const rows = await this.query(differences);
    const query = (sql: string, parameters: unknown[]) => this.query(sql, parameters);
    const kept = await new BooksCheck({ query } as unknown as Database).differences();
    return [
      ...rows.map((row) => `the sums differ: ${JSON.stringify(row)}`),
      ...kept.map(
        ({ walletId, figure, kept, summed }) => `wallet ${walletId}: ${figure} ${kept}, not ${summed}`,
      ),
    ];
  }

  private async deadLetters(): Promise<string[]> {
    const rows = await this.query<{ reason: string }>('select reason from usage_dead_letters');
    return rows.map(({ reason }) => `could not be taken in: ${reason}`);
  }
}

interface SimulatorEntry {
  readonly headers: Readonly<Record<string, unknown>>;
  readonly status: number | null;
  readonly finishedAt: number | null;
}

/** Journals come and go while this looks. */
function* journaledIds(root: string): Generator<string> {
  for (const file of filesIn(root)) {
    for (const [, id] of textOf(file).matchAll(/"event":\{"id":"(evt_\w+)"/g)) if (id) yield id;
  }
}

function filesIn(root: string): string[] {
  try {
    const names = readdirSync(root, { recursive: true, encoding: 'utf8' });
    return names.filter((name) => name.endsWith('.jsonl')).map((name) => path.join(root, name));
  } catch {
    return [];
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
