import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Database } from '@onegate/platform';
import type { UsageEvent } from '@onegate/usage';
import { administration, type Administration, type Page, type TenantBody } from '../admin/administration.ts';
import { Installation } from '../setup/installation.ts';
import { recorded, usageEvents } from './usage-bench.ts';

interface Row {
  readonly service_user: string;
  readonly tenant_id: number;
  readonly calls: number;
  readonly cost_usd: string;
}

interface Call {
  readonly tenant: number;
  readonly person: string;
  readonly at: number;
  readonly chargedNano: number;
}

const day = 86_400_000;
const people = 800;

let installation: Installation;
let app: NestFastifyApplication;
let world: Administration;
let tenants: TenantBody[];
let made: Call[];

/** The same numbers in each run. */
function* numbers(): Generator<number, never> {
  let state = 20_261_122;
  for (;;) {
    state = (state * 48_271) % 2_147_483_647;
    yield state / 2_147_483_647;
  }
}

/** Every second one used much more, and at the end of March only. */
function madeUp(index: number, random: Iterator<number, never>): Call {
  const next = (): number => random.next().value;
  const person = Math.floor(next() * people);
  const isLate = person % 2 === 0 && index % 3 > 0;
  const from = Date.parse(isLate ? '2026-03-28T00:00:00Z' : '2026-02-10T00:00:00Z');
  return {
    tenant: tenants[person % 3]?.id ?? 0,
    person: `${person % 10 === 9 ? 'guest' : 'person'}/${person}`,
    at: from + Math.floor(next() * (isLate ? 4 : 45) * day),
    chargedNano: 1_000_000 + Math.floor(next() * (isLate ? 90_000_000 : 9_000_000)),
  };
}

beforeAll(async () => {
  installation = await Installation.create();
  const api = await installation.api();
  app = api.app;
  world = await administration(app, api.call);
  tenants = [await world.tenant('One'), await world.tenant('Two'), await world.tenant('Three')];
  const [model] = await app.get(Database).query<{ id: number }>('select id::integer from models limit 1');
  const random = numbers();
  made = Array.from({ length: 4_000 }, (_, index) => madeUp(index, random));
  const events = made.flatMap(({ tenant, person, at, chargedNano }): UsageEvent[] =>
    usageEvents(1, () => ({
      account: `o${tenant}`,
      userId: world.bossId,
      modelId: model?.id ?? 0,
      serviceUser: person,
      settledAt: at,
      chargedNano: String(chargedNano),
    })),
  );
  for (let from = 0; from < events.length; from += 1_000)
    await recorded(app, events.slice(from, from + 1_000));
});
afterAll(() => installation.close());

/** Told from the calls themselves. */
function expected(from: string, to: string, tenantId?: number): Map<string, { calls: number; nano: number }> {
  const sums = new Map<string, { calls: number; nano: number }>();
  for (const { tenant, person, at, chargedNano } of made) {
    if (at < Date.parse(from) || at >= Date.parse(to) || (tenantId && tenant !== tenantId)) continue;
    const { calls, nano } = sums.get(person) ?? { calls: 0, nano: 0 };
    sums.set(person, { calls: calls + 1, nano: nano + chargedNano });
  }
  return new Map([...sums].toSorted(([, one], [, other]) => other.nano - one.nano));
}

const spans = [
  ['three months', 'start_date=2026-02-01&end_date=2026-04-30', '2026-02-01T00:00Z', '2026-05-01T00:00Z'],
  [
    'two weeks in March',
    'start_date=2026-03-08&end_date=2026-03-21',
    '2026-03-08T00:00Z',
    '2026-03-22T00:00Z',
  ],
  [
    'the last days of March',
    'start_date=2026-03-29&end_date=2026-03-31',
    '2026-03-29T00:00Z',
    '2026-04-01T00:00Z',
  ],
  [
    'three weeks in India',
    'start_date=2026-02-20&end_date=2026-03-12&time_zone=Asia/Kolkata',
    '2026-02-19T18:30Z',
    '2026-03-12T18:30Z',
  ],
] as const;

describe('The service users of many, page by page, are those that their calls make the dearest', () => {
  it.each(spans)('%s', async (_name, query, from, to) => {
    const all = expected(from, to);
    const pages: Row[] = [];
    for (let page = 1; pages.length < all.size; page += 1) {
      const path = `/api/users/service-users?${query}&page=${page}&per_page=20`;
      const { body } = await world.boss.get<Page<Row>>(path);
      expect(body.total).toBe(all.size);
      expect(body.data.length).toBeGreaterThan(0);
      pages.push(...body.data);
    }
    expect(pages.map(({ service_user, calls, cost_usd }) => [service_user, calls, cost_usd])).toEqual(
      [...all].map(([person, { calls, nano }]) => [person, calls, expect.stringMatching(usd(nano))]),
    );
  });

  it('of a part of their names, where so many are unsure that all are looked at', async () => {
    const [, query, from, to] = spans[1];
    const persons = [...expected(from, to).keys()].filter((name) => name.startsWith('person/'));
    const path = `/api/users/service-users?${query}&per_page=1&search=person/`;
    const { body } = await world.boss.get<Page<Row>>(path);
    expect(body.total).toBe(persons.length);
    expect(body.data.map(({ service_user }) => service_user)).toEqual(persons.slice(0, 1));
  });

  it('of one tenant, of a part of their names, and behind the last page', async () => {
    const [, query, from, to] = spans[1];
    const [tenant] = tenants;
    const all = expected(from, to, tenant?.id);
    const path = `/api/users/service-users?${query}&tenant_id=${tenant?.id}`;
    const first = (await world.boss.get<Page<Row>>(`${path}&per_page=5`)).body;
    expect(first.total).toBe(all.size);
    expect(first.data.map(({ service_user }) => service_user)).toEqual([...all.keys()].slice(0, 5));
    const dearest = (await world.boss.get<Page<Row>>(`/api/users/service-users?${query}&per_page=1`)).body;
    const everybody = expected(from, to);
    expect(dearest.total).toBe(everybody.size);
    expect(dearest.data.map(({ service_user }) => service_user)).toEqual([...everybody.keys()].slice(0, 1));
    const named = [...all.keys()].filter((name) => name.includes('/12'));
    const found = (await world.boss.get<Page<Row>>(`${path}&search=/12`)).body;
    expect(found.data.map(({ service_user }) => service_user)).toEqual(named);
    const behind = (await world.boss.get<Page<Row>>(`${path}&page=1000`)).body;
    expect(behind).toMatchObject({ data: [], total: all.size });
  });
});

/** Without the zeros at its end. */
function usd(nano: number): RegExp {
  const text = (nano / 1e9).toFixed(9).replace(/0+$/, '');
  return new RegExp(`^${text.replace('.', String.raw`\.`)}0*$`);
}
