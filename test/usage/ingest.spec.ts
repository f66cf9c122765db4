import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Database, RedisKeys } from '@onegate/platform';
import { EventPartitions, IngestedEvents, UsageIngest, UsageStream } from '@onegate/usage';
import { Redis } from 'ioredis';
import type { Caller } from '../setup/caller.ts';
import { given } from '../setup/given.ts';
import { Installation } from '../setup/installation.ts';
import { until } from '../setup/until.ts';
import { sent, usageEvent, usageEvents } from './usage-bench.ts';

let installation: Installation;
let app: NestFastifyApplication;
let call: Caller;
let database: Database;

beforeEach(async () => {
  installation = await Installation.create({ env: { ONEGATE_METRICS_TOKEN: 'm'.repeat(20) } });
  ({ app, call } = await installation.api());
  database = app.get(Database);
});
afterEach(() => installation.close());

const one = async <Row>(sql: string, parameters: unknown[] = []): Promise<Row | undefined> =>
  (await database.query<Row>(sql, parameters))[0];

const emptied = () =>
  until('the stream to be empty', async () => (await app.get(UsageStream).length()) === 0);

/** Calls, charge and prompt tokens of everything in a table of sums, by one of the ways to divide it. */
const sums = (table: string, where: string) =>
  one<object>(
    `select sum(calls)::integer as calls, sum(charged_nano)::bigint as charged,
      sum(prompt_tokens)::integer as prompt from ${table} where ${where}`,
  );

describe('taking usage events in', () => {
  it('each event once, however often it is sent, and every sum agrees with the events', async () => {
    const events = usageEvents(40, (index) => ({
      account: index % 2 ? 'o1' : 'u7',
      userId: index % 2 ? 1 : 7,
      keyId: index % 3 ? 5 : null,
      serviceUser: index % 4 ? null : `person ${index % 8}`,
      modelId: 1 + (index % 3),
    }));
    await sent(app, [...events, ...events, ...events]);
    await installation.worker();
    await emptied();
    expect(await one('select count(*)::integer as events from usage_events')).toEqual({ events: 40 });
    const all = { calls: 40, charged: '48000000', prompt: 40 * 120 };
    for (const table of ['usage_days', 'usage_months']) {
      expect(await sums(table, `scope = 'all' and axis = 'total'`)).toEqual(all);
      expect(await sums(table, `scope = 'all' and axis = 'account'`)).toEqual(all);
      expect(await sums(table, `scope in ('o1', 'u7') and axis = 'caller'`)).toEqual(all);
      expect(await sums(table, `scope in ('o1', 'u7') and axis = 'service'`)).toMatchObject({ calls: 10 });
    }
    expect(await sums('usage_days', `scope in ('o1:u1', 'u7:u7') and axis = 'model'`)).toEqual(all);
    expect(await sums('usage_quarters', 'true')).toEqual(all);
  });

  it('the text of an event stays what it was, and each service user has one row', async () => {
    const event = usageEvent({
      serviceUser: 'Zoë "\\ {},\u0000 O\'Neil',
      requestedModel: `model,{}"\\${'x'.repeat(1_000)}`,
      finishReason: null,
    });
    await sent(app, [event, usageEvent({ serviceUser: event.serviceUser })]);
    await installation.worker();
    await emptied();
    expect(await database.query('select name from service_users')).toEqual([{ name: 'Zoë "\\ {}, O\'Neil' }]);
    const row = await one<{ requested_model: string; usage: object; settled_at: Date }>(
      'select requested_model, usage, settled_at, finish_reason from usage_events where id = $1',
      [event.id],
    );
    expect(row).toMatchObject({
      requested_model: event.requestedModel.slice(0, 300),
      usage: event.usage,
      settled_at: new Date(event.settledAt),
      finish_reason: null,
    });
  });

  it('the same call settled a second time at another moment is still one event', async () => {
    const event = usageEvent();
    await sent(app, [event, { ...event, settledAt: event.settledAt + 400, chargedNano: '9' }]);
    await installation.worker();
    await emptied();
    expect(
      await one('select count(*)::integer as events, sum(charged_nano) as charged from usage_events'),
    ).toEqual({ events: 1, charged: '1200000' });
  });

  it('a late event counts on the day and in the month on which it was settled', async () => {
    const settledAt = Date.UTC(2026, 0, 31, 23, 59, 59);
    await sent(app, [usageEvent({ settledAt }), usageEvent()]);
    await installation.worker();
    await emptied();
    const where = `scope = 'o1' and axis = 'total' and at`;
    expect(await sums('usage_days', `${where} = '2026-01-31'`)).toMatchObject({ calls: 1 });
    expect(await sums('usage_months', `${where} = '2026-01-01'`)).toMatchObject({ calls: 1 });
    expect(await sums('usage_quarters', `${where} = '2026-01-31T23:45:00Z'`)).toMatchObject({ calls: 1 });
    expect(
      await one(`select tableoid::regclass::text as part from usage_events order by id limit 1`),
    ).toEqual({
      part: 'usage_events_2026_01',
    });
  });

  it('what cannot be taken in is put aside with the reason, and everything else goes on', async () => {
    const bad = [
      'no JSON',
      '{}',
      JSON.stringify(usageEvent({ chargedNano: '-5' })),
      JSON.stringify({ ...usageEvent(), id: 'evt_1' }),
      JSON.stringify(usageEvent({ settledAt: Date.UTC(1999, 0, 1) })),
      JSON.stringify(usageEvent({ usage: { input: 2 ** 53 } })),
    ];
    await sent(app, [usageEvent(), ...bad, usageEvent()]);
    await app.get(Redis).xadd(app.get(UsageStream).key, '*', 'nonsense', 'yes');
    await installation.worker();
    await emptied();
    expect(await one('select count(*)::integer as events from usage_events')).toEqual({ events: 2 });
    const letters = await database.query<{ reason: string }>(
      'select reason from usage_dead_letters order by id',
    );
    expect(letters).toHaveLength(bad.length + 1);
    expect(letters.map(({ reason }) => reason)).toContainEqual(expect.stringContaining('chargedNano'));
  });

  it('one event that the database refuses does not take its batch with it', async () => {
    await database.query(
      `alter table usage_events add constraint no_thirteen check (requested_model <> 'thirteen')`,
    );
    await sent(
      app,
      usageEvents(50, (index) => (index === 13 ? { requestedModel: 'thirteen' } : {})),
    );
    await installation.worker();
    await emptied();
    expect(await one('select count(*)::integer as events from usage_events')).toEqual({ events: 49 });
    expect(await one('select count(*)::integer as letters from usage_dead_letters')).toEqual({ letters: 1 });
    expect(await sums('usage_days', `scope = 'all' and axis = 'total'`)).toMatchObject({ calls: 49 });
  });

  it('sums that are full stay so, and everybody is charged as before', async () => {
    const full = 9_000_000_000_000_000_000n;
    const costly = {
      account: 'o2',
      isOwnUpstream: true,
      chargedNano: '0',
      costNano: '9'.repeat(18),
    } as const;
    await sent(
      app,
      usageEvents(20, () => costly),
    );
    await installation.worker();
    await emptied();
    const sumOfAll = (table: string) =>
      one(`select cost_nano, charged_nano from ${table} where scope = 'all' and axis = 'total'`);
    expect(await sumOfAll('usage_days')).toEqual({ cost_nano: `${full}`, charged_nano: '0' });
    // As an earlier version may have left it.
    for (const table of ['usage_days', 'usage_months'])
      await database.query(`update ${table} set cost_nano = 9223372036854775807 where scope = 'all'`);
    await sent(app, [usageEvent(), usageEvent()]);
    await emptied();
    expect(await one('select count(*)::integer as letters from usage_dead_letters')).toEqual({ letters: 0 });
    for (const table of ['usage_days', 'usage_months'])
      expect(await sumOfAll(table)).toEqual({ cost_nano: `${full}`, charged_nano: '2400000' });
    expect(await sums('usage_days', `scope = 'o1' and axis = 'total'`)).toMatchObject({ calls: 2 });
  });

  it('the processes hear which of their events are there, the dead ones among them', async () => {
    await sent(app, [usageEvent(), 'no JSON'], 'api-1');
    await sent(app, [usageEvent()], 'api-2');
    await installation.worker();
    await emptied();
    const ingested = app.get(IngestedEvents);
    expect((await ingested.take('api-1')).toSorted((a, b) => a - b)).toEqual([0, 1]);
    expect(await ingested.take('api-1')).toEqual([]);
    expect(await ingested.take('api-2')).toEqual([0]);
  });

  it('several workers at once share the work and count everything once', async () => {
    const events = usageEvents(600, (index) => ({ serviceUser: `p${index % 7}`, modelId: 1 + (index % 5) }));
    await Promise.all([installation.worker(), installation.worker()]);
    await Promise.all([sent(app, events), sent(app, events, 'api-2')]);
    await emptied();
    await until(
      'all to be there',
      async () => (await one<{ n: number }>('select count(*)::integer as n from usage_events'))?.n === 600,
    );
    expect(await sums('usage_months', `scope = 'o1' and axis = 'model'`)).toMatchObject({ calls: 600 });
  });

  it('an entry is what every process and script takes it for, and none is added beyond the longest stream', async () => {
    const redis = app.get(Redis);
    const stream = app.get(UsageStream);
    expect(await stream.append(usageEvent(), { process: 'a', seq: 1 })).toBe(true);
    expect(stream.key).toBe(app.get(RedisKeys).tagged('usage', 'events'));
    expect(await redis.xrange(stream.key, '-', '+')).toMatchObject([
      [expect.any(String), ['event', expect.any(String), 'process', 'a', 'seq', '1']],
    ]);
    const { config } = installation;
    const shorter = { ...config, usage: { ...config.usage, waitingEvents: 1 } };
    const identity = { id: 'a', leaseMillis: 1_000 };
    const short = new UsageStream(redis, app.get(RedisKeys), identity, shorter);
    expect(await short.append(usageEvent(), { process: 'a', seq: 2 })).toBe(false);
    expect([await short.isFull(), await stream.isFull()]).toEqual([true, false]);
    expect(await redis.xlen(stream.key)).toBe(1);
  });

  it('the metrics tell how far behind Postgres is', async () => {
    await sent(app, [usageEvent(), usageEvent()]);
    const metrics = () => call.signedIn('m'.repeat(20)).get<string>('/metrics');
    expect((await metrics()).body).toContain('onegate_usage_events_waiting 2');
    await installation.worker();
    await emptied();
    expect((await metrics()).body).toContain('onegate_usage_events_waiting 0');
    expect((await metrics()).body).toContain('onegate_usage_lag_seconds 0');
  });
});

describe('the books', () => {
  const movements = () =>
    database.query<{ change: string; reference: string; batches: string }>(
      `select change_nano as change, reference, (select count(distinct batch) from usage_events e
         where strpos(t.reference, 'usage:' || e.batch || ':') = 1) as batches
       from ledger_transactions t where kind = 'usage' order by reference`,
    );

  it('have one movement for each account and day of a batch, with the events or not at all', async () => {
    const { id } = await given(app).user();
    const account = `u${id}` as const;
    const late = Date.UTC(2026, 1, 1, 12);
    const events = [
      ...usageEvents(3, () => ({ account, userId: id })),
      usageEvent({ account, userId: id, settledAt: late, chargedNano: '7' }),
      usageEvent({ account, userId: id, chargedNano: '0' }),
    ];
    await app.get(EventPartitions).ensureFor(events.map((event) => event.id));
    await database.query('alter table usage_months add constraint never check (false) not valid');
    await expect(app.get(UsageIngest).take(events)).rejects.toThrow('never');
    expect(await one('select count(*)::integer as events from usage_events')).toEqual({ events: 0 });
    expect(await one('select count(*)::integer as sums from usage_days')).toEqual({ sums: 0 });
    expect(await movements()).toEqual([]);

    await database.query('alter table usage_months drop constraint never');
    expect(await app.get(UsageIngest).take(events)).toBe(5);
    expect(await app.get(UsageIngest).take([...events, ...events])).toBe(0);
    const today = new Date(events[0]?.startedAt ?? 0).toISOString().slice(0, 10);
    expect(await movements()).toEqual([
      { change: '-7', reference: expect.stringMatching(`:${account}:2026-02-01$`), batches: '1' },
      { change: '-3600000', reference: expect.stringMatching(`:${account}:${today}$`), batches: '1' },
    ]);
  });
});
