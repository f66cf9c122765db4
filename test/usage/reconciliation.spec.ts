import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { tagOf, type AccountTag } from '@onegate/billing';
import { Database, newId, RedisKeys, usd } from '@onegate/platform';
import { differencePlaces, Reconciliation } from '@onegate/usage';
import { administration, type Administration } from '../admin/administration.ts';
import { ask, bench, end, principal, type Bench } from '../admission/admission-bench.ts';
import type { Caller } from '../setup/caller.ts';
import { given } from '../setup/given.ts';
import { Installation } from '../setup/installation.ts';
import { until } from '../setup/until.ts';
import { recorded, usageEvent } from './usage-bench.ts';

interface Difference {
  readonly place: string;
  readonly difference_nano: string;
  readonly call_ids: string[];
}
interface AccountRow {
  readonly account: string;
  readonly events_nano: string;
  readonly ledger_nano: string;
  readonly spent_nano: string;
  readonly redis_spent_nano: string | null;
  readonly redis_pending_nano: string | null;
  readonly holds: number;
  readonly calls_in_flight: number;
  readonly difference_nano: string;
  readonly differences: Difference[];
}
interface Run {
  readonly id: number;
  readonly public_id: string;
  readonly state: string;
  readonly accounts: number;
  readonly differing: number;
  readonly difference_nano: string;
  readonly events_nano: string;
  readonly ledger_nano: string;
  readonly spent_nano: string;
}

let installation: Installation;
let app: NestFastifyApplication;
let call: Caller;
let at: Bench;
let database: Database;
let admin: Administration;
const oneCall = 2_000_000n;

beforeAll(async () => {
  installation = await Installation.create({ env: { ONEGATE_METRICS_TOKEN: 'm'.repeat(20) } });
  ({ app, call } = await installation.api());
  at = bench(app);
  database = app.get(Database);
  admin = await administration(app, call);
  // Redis has to know of this installation before anything was used in it.
  const { who } = await at.person(usd(1));
  await (await at.admission.admit(ask(who))).release();
});
afterAll(() => installation.close());

const compare = (isThorough = false) => app.get(Reconciliation).run({ runId: null, isThorough });

async function rowOf(account: AccountTag): Promise<AccountRow | undefined> {
  const { body } = await admin.boss.get<{ data: AccountRow[] }>(`/api/reconciliation?account=${account}`);
  return body.data[0];
}

async function placesOf(account: AccountTag): Promise<[string, string][]> {
  const row = await rowOf(account);
  return (row?.differences ?? []).map(({ place, difference_nano: nano }) => [place, nano]);
}

/** An account with one call in its books, which Redis knows. */
async function account() {
  const { id } = await given(app).user();
  const tag = tagOf({ kind: 'user', id });
  const who = principal(id);
  await at.credit(who, usd(5));
  const event = usageEvent({ account: tag, userId: id });
  await recorded(app, [event]);
  await (await at.admission.admit(ask(who))).release();
  return { id, tag, who, event };
}

const key = (tag: AccountTag, name: string) => app.get(RedisKeys).tagged(tag, name);

/** As somebody at the database's own console could. */
const byHand = (sql: string, parameters: unknown[]) =>
  database.transaction(async () => {
    await database.query(`set local session_replication_role = 'replica'`);
    await database.query(sql, parameters);
  });

describe('a difference of one nano-dollar is found', () => {
  const planted: [string, boolean, (one: Awaited<ReturnType<typeof account>>) => Promise<unknown>, string][] =
    [
      [
        'events',
        true,
        ({ event }) =>
          byHand('update usage_events set charged_nano = charged_nano + 1 where id = $1', [event.id]),
        '1',
      ],
      [
        'days',
        true,
        ({ tag }) =>
          byHand(
            `update usage_days set charged_nano = charged_nano + 1 where scope = $1 and axis = 'total'`,
            [tag],
          ),
        '1',
      ],
      [
        'months',
        true,
        ({ tag }) =>
          byHand(
            `update usage_months set charged_nano = charged_nano - 1 where scope = $1 and axis = 'total'`,
            [tag],
          ),
        '-1',
      ],
      [
        'entries',
        true,
        ({ id }) =>
          byHand(
            `update ledger_entries set amount_nano = amount_nano + 1 where account = 'usage_revenue' and transaction_id in
             (select t.id from ledger_transactions t join wallets w on w.id = t.wallet_id where w.user_id = $1)`,
            [id],
          ),
        '1',
      ],
      [
        'spent',
        false,
        ({ id }) =>
          byHand(
            'update wallets set spent_nano = spent_nano + 1, last_number = last_number + 1 where user_id = $1',
            [id],
          ),
        '1',
      ],
      ['redis_spent', false, ({ tag }) => at.redis.hincrby(key(tag, 'wallet'), 'spent', 1), '1'],
      ['redis_pending', false, ({ tag }) => at.redis.hincrby(key(tag, 'wallet'), 'pending', 1), '1'],
      ['held', false, ({ tag }) => at.redis.hincrby(key(tag, 'wallet'), 'held', -1), '-1'],
      [
        'redis_charge',
        false,
        async ({ tag, event }) => {
          await at.redis.hset(key(tag, 'pending'), event.id, '1200001|');
          await at.redis.hincrby(key(tag, 'wallet'), 'pending', 1_200_001);
        },
        '1',
      ],
      [
        'redis_lost',
        false,
        async ({ tag }) => {
          await at.redis.hset(key(tag, 'pending'), newId('evt', new Date(Date.now() - 86_400_000)), '1|');
          await at.redis.hincrby(key(tag, 'wallet'), 'pending', 1);
        },
        '1',
      ],
      [
        'redis_booked',
        false,
        async ({ tag, event }) => {
          await byHand(`update usage_events set ingested_at = now() - interval '1 day' where id = $1`, [
            event.id,
          ]);
          await at.redis.hset(key(tag, 'pending'), event.id, `${event.chargedNano}|`);
          await at.redis.hincrby(key(tag, 'wallet'), 'pending', event.chargedNano);
        },
        '1200000',
      ],
      [
        'corrections',
        true,
        ({ tag }) =>
          byHand(
            `with run as (
               insert into reratings (public_id, model_id, model_slug, from_at, to_at, price, allows_debit, reason,
                 state, cursor, created_at)
               values ($2, 1, 'vendor/model', now() - interval '1 hour', now(), '{}', false, '', 'completed', '', now()) returning id)
             insert into rerating_accounts (rerating_id, account, calls, change_nano) select id, $1, 1, -1 from run`,
            [tag, newId('run')],
          ),
        '-1',
      ],
      [
        'books',
        true,
        ({ id }) => byHand('update wallets set credits_nano = credits_nano + 1 where user_id = $1', [id]),
        '1',
      ],
      [
        'hold_without_call',
        false,
        async ({ tag }) => {
          const ends = Date.now() + 3_600_000;
          await at.redis.hset(key(tag, 'calls'), newId('evt'), `1|pghost||0|${Date.now()}|${ends}|`);
          await at.redis.hincrby(key(tag, 'wallet'), 'held', 1);
        },
        '1',
      ],
    ];

  it.each(planted)('%s', async (place, isThorough, plant, nano) => {
    const one = await account();
    await compare();
    expect(await placesOf(one.tag)).toEqual([]);
    await plant(one);
    const run = await compare(isThorough);
    expect(await placesOf(one.tag)).toContainEqual([place, nano]);
    expect(run.differenceNano).toBeGreaterThan(0n);
  });

  it('wherever one can be', () => {
    const places = new Set([...planted.map(([place]) => place), 'call_without_hold']);
    expect(places).toEqual(new Set(Object.keys(differencePlaces)));
  });

  it('a call that its process knows and Redis does not', async () => {
    const one = await account();
    const open = await at.admission.admit(ask(one.who));
    await compare();
    expect(await rowOf(one.tag)).toMatchObject({ holds: 1, calls_in_flight: 1, difference_nano: '0' });
    await at.redis.del(key(one.tag, 'calls'));
    await at.redis.hset(key(one.tag, 'wallet'), 'held', 0);
    await compare();
    expect(await placesOf(one.tag)).toEqual([['call_without_hold', `-${oneCall}`]]);
    await open.release();
    await compare();
    expect(await placesOf(one.tag)).toEqual([]);
  });
});

describe('a system at work', () => {
  it('is never said to differ while charges are on their way, on two processes and with workers', async () => {
    const fresh = await Installation.create();
    try {
      const { app: one } = await fresh.api();
      const { app: two } = await fresh.api();
      await fresh.worker();
      const benches = [bench(one), bench(two)];
      const people: (Awaited<ReturnType<Bench['person']>> | undefined)[] = [];
      for (let count = 0; count < 6; count += 1) people.push(await benches[0]?.person(usd(50)));
      const over = new AbortController();
      let calls = 0;
      const caller = async (index: number): Promise<void> => {
        while (!over.signal.aborted) {
          const person = people[index % people.length];
          const admission = benches[index % 2]?.admission;
          if (!person || !admission) return;
          const admitted = await admission.admit(ask(person.who));
          if (index % 3 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
          if (index % 5 === 4) await admitted.release();
          else await admitted.settle(end());
          calls += 1;
        }
      };
      const calling = Promise.all(Array.from({ length: 12 }, (_, index) => caller(index)));
      const reconciliation = one.get(Reconciliation);
      for (let runs = 0; runs < 12; runs += 1) {
        const run = await reconciliation.run({ runId: null, isThorough: runs % 4 === 3 });
        const found = await one
          .get(Database)
          .query('select account, differences from reconciled_accounts where difference_nano <> 0');
        expect(found).toEqual([]);
        expect(run.differenceNano).toBe(0n);
      }
      over.abort();
      await calling;
      expect(calls).toBeGreaterThan(50);
      const last = await until('everything to be booked', async () => {
        const run = await reconciliation.run({ runId: null, isThorough: true });
        return run.pendingNano === 0n && run.heldNano === 0n ? run : undefined;
      });
      expect(last).toMatchObject({ differenceNano: 0n, differing: 0 });
      expect(last.eventsNano).toBe(last.ledgerNano);
      expect(last.spentNano).toBe(last.ledgerNano);
      expect(last.eventsNano).toBeGreaterThan(0n);
    } finally {
      await fresh.close();
    }
  });
});

describe('GET /api/reconciliation', () => {
  it('lists those that differ, with the totals of all, and keeps what was found', async () => {
    const one = await account();
    await at.redis.hincrby(key(one.tag, 'wallet'), 'spent', 7);
    await installation.worker();
    const asked = await admin.boss.post<Run>('/api/reconciliation', {});
    expect(asked.status).toBe(202);
    const run = await until('the worker to compare', async () => {
      const { body } = await admin.boss.get<Run & { differences: Difference[] }>(
        `/api/reconciliation/runs/${asked.body.id}`,
      );
      return body.state === 'completed' ? body : undefined;
    });
    expect(run.differences).toContainEqual(
      expect.objectContaining({ account: one.tag, place: 'redis_spent', difference_nano: '7' }),
    );
    const { body } = await admin.boss.get<{ data: AccountRow[]; last_run: Run }>(
      '/api/reconciliation?only_differences=1&per_page=100',
    );
    expect(body.data.every(({ difference_nano: nano }) => nano !== '0')).toBe(true);
    expect(body.data.map((row) => row.account)).toContain(one.tag);
    expect(body.last_run).toMatchObject({ differing: body.data.length });
    const metrics = await call.signedIn('m'.repeat(20)).get<string>('/metrics');
    expect(metrics.body).toContain(`onegate_reconciliation_accounts_differing ${body.data.length}`);
    expect(metrics.body).toMatch(/onegate_reconciliation_difference_nano_usd [1-9]/);
    expect(metrics.body).toMatch(/onegate_reconciliation_age_seconds \d/);
  });

  it('is for administrators of the platform', async () => {
    const tenant = await admin.tenant();
    const owner = await admin.person(tenant, 'owner');
    expect((await owner.call.get('/api/reconciliation')).status).toBe(403);
    expect((await owner.call.post('/api/reconciliation', {})).status).toBe(403);
    expect((await call.get('/api/reconciliation')).status).toBe(401);
    expect((await admin.boss.get('/api/reconciliation/runs/999999')).status).toBe(404);
  });
});
