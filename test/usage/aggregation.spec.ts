import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { tagOf, type AccountTag } from '@onegate/billing';
import { Database } from '@onegate/platform';
import { RollupReading, stretchOf, UsageAggregation, type Span, type UsageEvent } from '@onegate/usage';
import { ReratedEvents } from '../../libs/usage/src/rerating/rerated-events.service.ts';
import { given } from '../setup/given.ts';
import { Installation } from '../setup/installation.ts';
import { until } from '../setup/until.ts';
import { recorded, usageEvents } from './usage-bench.ts';

const day = 86_400_000;
const hour = 3_600_000;
const busyShift = Date.UTC(2026, 1, 14, 18);

let installation: Installation;
let app: NestFastifyApplication;
let database: Database;
let aggregation: UsageAggregation;
let tag: AccountTag;

/** Two months with enough calls in each week but the last of February, and two evenings with enough of them in six hours. */
beforeAll(async () => {
  installation = await Installation.create();
  ({ app } = await installation.api());
  database = app.get(Database);
  aggregation = app.get(UsageAggregation);
  const { id } = await given(app).user();
  tag = tagOf({ kind: 'user', id });
  const events = [
    ...made(9_000, (index) => Date.UTC(2026, 1, 1) + (index * 59 * day) / 9_000),
    ...made(1_500, (index) => busyShift + (index * 6 * hour) / 1_500),
    ...made(1_500, (index) => busyShift + 24 * day + (index * 6 * hour) / 1_500),
  ];
  for (let from = 0; from < events.length; from += 4_000)
    await recorded(app, events.slice(from, from + 4_000));
});
afterAll(() => installation.close());

function made(count: number, at: (index: number) => number): UsageEvent[] {
  return usageEvents(count, (index) => ({
    account: tag,
    userId: 10 + (index % 7),
    keyId: 100 + (index % 11),
    modelId: 1 + (index % 5),
    serviceUser: `person ${index % 13}`,
    settledAt: Math.floor(at(index)),
    chargedNano: String(1_000 + index),
  }));
}

const kolkata: Span = { startDate: '2026-02-15', endDate: '2026-03-10', zone: 'Asia/Kolkata' };
const march: Span = { startDate: '2026-02-20', endDate: '2026-03-20', zone: 'UTC' };
const spans: Span[] = [
  kolkata,
  march,
  { startDate: '2026-02-03', endDate: '2026-03-24', zone: 'UTC' },
  { startDate: '2026-02-20', endDate: '2026-03-11', zone: 'UTC' },
  { startDate: '2026-02-15', endDate: '2026-02-15', zone: 'Asia/Kolkata' },
  { startDate: '2026-02-10', endDate: '2026-03-20', zone: 'America/New_York' },
  { startDate: '2026-02-16', endDate: '2026-03-17', zone: 'Asia/Kathmandu' },
];

type Divided = 'caller' | 'model' | 'service';

async function told(axis: Divided, span: Span) {
  const parts = await app
    .get(RollupReading)
    .parts({ subject: { level: 'account', accounts: [tag] }, axis }, span);
  return parts
    .map(({ partId, detailId, figures: { calls, chargedNano } }) => ({
      part: partId,
      detail: detailId,
      calls,
      nano: String(chargedNano),
    }))
    .toSorted((a, b) => a.part - b.part || a.detail - b.detail);
}

const columns = {
  caller: 'e.user_id as part, e.key_id as detail',
  model: 'e.model_id as part, 0::bigint as detail',
  service: 'e.service_user_id as part, 0::bigint as detail',
} as const;

/** From the calls themselves. */
async function expected(axis: Divided, span: Span) {
  const rows = await database.query<{ part: string; detail: string; calls: number; nano: string }>(
    `select ${columns[axis]}, count(*)::integer as calls,
       (sum(e.charged_nano) + coalesce(sum(c.change_nano), 0))::text as nano
     from usage_events e left join usage_corrections c on c.event_id = e.id
     where e.account = $1 and e.settled_at >= $2 and e.settled_at < $3 group by 1, 2 order by 1, 2`,
    [tag, ...stretchOf(span)],
  );
  return rows.map(({ part, detail, calls, nano }) => ({
    part: Number(part),
    detail: Number(detail),
    calls,
    nano,
  }));
}

async function everythingIsRight(): Promise<void> {
  for (const span of spans) {
    for (const axis of ['caller', 'model', 'service'] as const)
      expect({ axis, span, parts: await told(axis, span) }).toEqual({
        axis,
        span,
        parts: await expected(axis, span),
      });
  }
}

function states(): Promise<{ length: string; at: string; state: string }[]> {
  return database.query(
    `select length, to_char(at at time zone 'UTC', 'MM-DD HH24') as at, state from usage_stretches
     where account = $1 and state <> 'small' order by 1, 2`,
    [tag],
  );
}

const weeks = ['02-01', '02-09', '02-17', '03-01', '03-09', '03-17', '03-25'].map((at) => ({
  length: 'weeks',
  at: `${at} 00`,
  state: 'summed',
}));
const shifts = ['02-14 18', '03-10 18'].map((at) => ({ length: 'shifts', at, state: 'summed' }));
const allSummed = [...shifts, ...weeks];
const changed = async () => (await states()).filter(({ state }) => state === 'changed').map(({ at }) => at);

/** As a re-rating does with the first call of the busy evening. */
function correctOne(): Promise<void> {
  return database.transaction(async () => {
    const [rerating] = await database.query<{ id: number }>(
      `insert into reratings (public_id, model_id, model_slug, from_at, to_at, price, allows_debit, reason, state, cursor, created_at)
       values ('rer_1', 1, 'm', now(), now() + interval '1 hour', '{}', false, 'Wrong', 'running', '', now()) returning id::integer`,
    );
    const [event] = await database.query<{ id: string }>(
      'select id from usage_events where account = $1 and settled_at >= $2 order by settled_at limit 1',
      [tag, new Date(busyShift)],
    );
    await app
      .get(ReratedEvents)
      .correct(rerating?.id ?? 0, [{ eventId: event?.id ?? '', account: tag, costChange: -3n, change: -7n }]);
  });
}

const late = (count: number) => made(count, (index) => busyShift + hour + index);

describe('Usage that is over', () => {
  it('is summed up by weeks, and by six hours where there were enough calls; and everything adds up as before', async () => {
    await everythingIsRight();
    await aggregation.sumUp();
    expect(await states()).toEqual(allSummed);
    await everythingIsRight();
  });

  it('is read from its parts again when a call comes late, until it is summed up anew', async () => {
    await recorded(app, late(3));
    expect(await changed()).toEqual(['02-14 18', '02-09 00']);
    await everythingIsRight();
    expect(await aggregation.sumUp()).toBe(2);
    expect(await states()).toEqual(allSummed);
    await everythingIsRight();
  });

  it('is summed up anew after a correction', async () => {
    await correctOne();
    expect(await changed()).toEqual(['02-14 18', '02-09 00']);
    await everythingIsRight();
    await aggregation.sumUp();
    expect(await states()).toEqual(allSummed);
    await everythingIsRight();
  });

  it('holds calls that were being added while it was summed up', async () => {
    await recorded(app, late(1));
    const gate = Promise.withResolvers<void>();
    const added = Promise.withResolvers<void>();
    const batch = database.transaction(async () => {
      await recorded(app, late(5));
      added.resolve();
      await gate.promise;
    });
    await added.promise;
    const summing = aggregation.sumUp();
    await until('somebody to wait for the batch', () => isWaitedFor('transactionid'));
    gate.resolve();
    await Promise.all([batch, summing]);
    expect(await states()).toEqual(allSummed);
    await everythingIsRight();
  });

  it('is not taken for summed up when a call came while that was under way', async () => {
    await recorded(app, late(1));
    await database.query(`create function wait_a_while() returns trigger language plpgsql as
      'begin perform pg_sleep(1); return null; end'`);
    await database.query(`create trigger slow after insert on usage_shifts for each statement
      execute function wait_a_while()`);
    const summing = aggregation.sumUp();
    await until('it to be under way', () => isWaitedFor('PgSleep'));
    await recorded(app, late(2));
    await summing;
    await database.query('drop trigger slow on usage_shifts');
    expect(await changed()).toContain('02-14 18');
    await everythingIsRight();
    await aggregation.sumUp();
    expect(await states()).toEqual(allSummed);
    await everythingIsRight();
  });

  it('is left to whoever began last, where two sum it up at once and a call came between them', async () => {
    await recorded(app, late(1));
    await database.query(`create trigger slow after insert on usage_shifts for each statement
      execute function wait_a_while()`);
    const summing = aggregation.sumUp();
    await until('it to be under way', () => isWaitedFor('PgSleep'));
    await recorded(app, late(2));
    // Another begins, and dies before he comes to it.
    await database.query(
      `update usage_stretches set state = 'summing', attempt = gen_random_uuid() where account = $1 and state = 'changed'`,
      [tag],
    );
    await summing;
    await database.query('drop trigger slow on usage_shifts');
    expect((await states()).filter(({ state }) => state === 'summing').map(({ at }) => at)).toContain(
      '02-14 18',
    );
    await everythingIsRight();
    await Promise.all([aggregation.sumUp(), aggregation.sumUp()]);
    expect(await states()).toEqual(allSummed);
    await everythingIsRight();
  });

  it('is summed up by one who was killed as he did, when the next one comes', async () => {
    await database.query(`update usage_stretches set state = 'summing' where account = $1`, [tag]);
    await database.query('delete from usage_shifts where scope = $1', [tag]);
    await everythingIsRight();
    await aggregation.sumUp();
    expect(await states()).toEqual(allSummed);
    await everythingIsRight();
  });

  it('is read from those sums', async () => {
    await database.query(`update usage_shifts set calls = calls + 1 where scope = $1`, [tag]);
    await database.query(`update usage_weeks set calls = calls + 1 where scope = $1`, [tag]);
    for (const axis of ['caller', 'model'] as const)
      expect(await told(axis, kolkata)).not.toEqual(await expected(axis, kolkata));
    expect(await told('service', march)).not.toEqual(await expected('service', march));
  });
});

async function isWaitedFor(event: string): Promise<boolean> {
  const rows = await database.query(
    'select from pg_stat_activity where datname = current_database() and wait_event = $1',
    [event],
  );
  return rows.length > 0;
}
