import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Ledger, tagOf, type AccountTag } from '@onegate/billing';
import { addMonths, Database, newId, usd } from '@onegate/platform';
import { EventPartitions, EventRetention, Reconciliation, type UsageEvent } from '@onegate/usage';
import { DataSource } from 'typeorm';
import { administration, type Administration } from '../admin/administration.ts';
import { Installation } from '../setup/installation.ts';
import { until } from '../setup/until.ts';
import { recorded, sent, usageEvent } from './usage-bench.ts';

const day = 86_400_000;
const keptMonths = 3;

let installation: Installation;
let app: NestFastifyApplication;
let database: Database;
let admin: Administration;
let tenantId: number;
let tag: AccountTag;

beforeAll(async () => {
  installation = await Installation.create({ env: { ONEGATE_USAGE_EVENT_MONTHS: String(keptMonths) } });
  const api = await installation.api();
  app = api.app;
  database = app.get(Database);
  admin = await administration(app, api.call);
  ({ id: tenantId } = await admin.tenant());
  const account = { kind: 'organization', id: tenantId } as const;
  tag = tagOf(account);
  const credit = { account, amount: usd(50), kind: 'purchase', reference: newId('pay') } as const;
  await app.get(Ledger).grantCredit(credit);
});
afterAll(() => installation.close());

/** Noon on that day of the month that lies so many months back. */
function at(monthsAgo: number, date = 10, hour = 12): number {
  const month = addMonths(new Date(), -monthsAgo);
  return Date.UTC(month.getUTCFullYear(), month.getUTCMonth(), date, hour);
}

const call = (settledAt: number, given: Partial<UsageEvent> = {}): UsageEvent =>
  usageEvent({ account: tag, settledAt, ...given });

const thorough = () => app.get(Reconciliation).run({ runId: null, isThorough: true });
const quick = () => app.get(Reconciliation).run({ runId: null, isThorough: false });

async function partitions(): Promise<string[]> {
  const rows = await database.query<{ name: string }>(
    `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'usage_events'::regclass order by 1`,
  );
  return rows.map(({ name }) => name.slice('usage_events_'.length));
}

const nameOf = (monthsAgo: number): string =>
  new Date(at(monthsAgo)).toISOString().slice(0, 7).replace('-', '_');

async function report(query: string) {
  const { body } = await admin.boss.get<{
    period: { time_zone: string };
    totals: { calls: number };
    by_model: { calls: number }[];
    series: { date: string; calls: number }[];
  }>(`/api/tenants/${tenantId}/detailed-stats?${query}`);
  return body;
}

/** The first six hours that may still be summed up as a whole. */
async function shiftsBegin(): Promise<number> {
  const [row] = await database.query<{ at: Date }>(
    `select min(at) as at from usage_stretches where length = 'shifts'`,
  );
  return row?.at.getTime() ?? 0;
}

const dateOf = (moment: number): string => new Date(moment).toISOString().slice(0, 10);

describe('events that are kept no longer', () => {
  /** It began in the last minute of a month that goes and was settled in one that stays. */
  const overTheEnd = Date.UTC(
    new Date(at(keptMonths)).getUTCFullYear(),
    new Date(at(keptMonths)).getUTCMonth(),
    1,
    0,
    1,
  );

  beforeAll(async () => {
    await recorded(app, [
      call(at(5)),
      call(at(5, 10, 23)),
      call(at(4)),
      call(overTheEnd, {
        id: newId('evt', new Date(overTheEnd - 3 * 60_000)),
        startedAt: overTheEnd - 180_000,
      }),
      call(at(3)),
      call(at(0, 1, 0)),
    ]);
    expect(await thorough()).toMatchObject({ differing: 0, eventsNano: 6n * 1_200_000n });
  });

  it('go with their month, and the books agree as before', async () => {
    expect(await shiftsBegin()).toBeLessThan(overTheEnd - day);
    expect(await app.get(EventRetention).retire()).toEqual([nameOf(5), nameOf(4)]);
    expect(await shiftsBegin()).toBe(overTheEnd - 60_000);
    expect(await partitions()).not.toContain(nameOf(4));
    expect(await partitions()).toContain(nameOf(3));
    for (const run of [await quick(), await thorough(), await quick()])
      expect(run).toMatchObject({ differing: 0, eventsNano: 6n * 1_200_000n, ledgerNano: 6n * 1_200_000n });
    expect(await app.get(EventRetention).retire()).toEqual([]);
  });

  it('stay in statistics, in days of UTC, and later days in the time zone that is asked for', async () => {
    const old = dateOf(at(5));
    const gone = await report(`start_date=${old}&end_date=${old}&time_zone=Asia/Kolkata`);
    expect(gone).toMatchObject({ period: { time_zone: 'UTC' }, totals: { calls: 2 } });
    expect(gone.by_model.map(({ calls }) => calls)).toEqual([2]);
    expect(gone.series).toEqual([expect.objectContaining({ date: old, calls: 2 })]);
    const kept = dateOf(at(3));
    const later = await report(`start_date=${kept}&end_date=${kept}&time_zone=Asia/Kolkata`);
    expect(later).toMatchObject({ period: { time_zone: 'Asia/Kolkata' }, totals: { calls: 1 } });
  });

  it('are not taken in a second time: whoever brings one again is told why', async () => {
    const late = call(at(4));
    await sent(app, [late]);
    await installation.worker();
    await until('the entry to be put aside', async () => {
      const [row] = await database.query<{ reason: string }>('select reason from usage_dead_letters');
      return row?.reason.includes(nameOf(4).replace('_', '-')) === true;
    });
    expect(await partitions()).not.toContain(nameOf(4));
    expect(await thorough()).toMatchObject({ differing: 0, ledgerNano: 6n * 1_200_000n });
  });

  it('cannot be charged anew after a wrong price', async () => {
    const { status, body } = await admin.boss.post<{ message: string }>('/api/re-ratings', {
      model: 'openai/gpt-4o-mini',
      from: new Date(at(5)).toISOString(),
      to: new Date(at(0)).toISOString(),
      price: 'current',
      reason: 'wrong',
    });
    expect(status).toBe(409);
    expect(body.message).toMatch(/kept from .+ on only/);
  });

  it('somebody who changes what stays of them by hand is found out', async () => {
    await database.query('update retired_days set charged_nano = charged_nano - 1 where account = $1', [tag]);
    expect(await thorough()).toMatchObject({ differing: 1 });
    await database.query('update retired_days set charged_nano = charged_nano + 1 where account = $1', [tag]);
    expect(await thorough()).toMatchObject({ differing: 0 });
  });
});

it('a month in which somebody reads for long is let go of later, whole', async () => {
  await app.get(EventPartitions).ensureFor([newId('evt', new Date(at(6)))]);
  const reader = app.get(DataSource).createQueryRunner();
  try {
    await reader.query('begin');
    await reader.query('select count(*) from usage_events');
    await expect(app.get(EventRetention).retire()).rejects.toThrow(/lock timeout/);
    expect(await partitions()).toContain(nameOf(6));
    await expect(
      database.query('select 1 from retired_months where month = $1', [nameOf(6)]),
    ).resolves.toEqual([]);
    await reader.query('commit');
  } finally {
    await reader.release();
  }
  expect(await app.get(EventRetention).retire()).toEqual([nameOf(6)]);
  expect(await partitions()).not.toContain(nameOf(6));
  expect(await thorough()).toMatchObject({ differing: 0 });
});

it('nothing is let go of where nothing was said of it', async () => {
  const other = await Installation.create();
  try {
    const { app: keeper } = await other.api();
    await keeper.get(EventPartitions).ensureFor([newId('evt', new Date(Date.now() - 900 * day))]);
    expect(await keeper.get(EventRetention).retire()).toEqual([]);
  } finally {
    await other.close();
  }
});
