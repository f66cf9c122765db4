import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { tagOf } from '@onegate/billing';
import { Clock, Database, usd } from '@onegate/platform';
import { AccountRemains, EventPartitions, UsageStream } from '@onegate/usage';
import { administration, type Administration } from '../admin/administration.ts';
import { bench, principal } from '../admission/admission-bench.ts';
import type { Caller } from '../setup/caller.ts';
import { given } from '../setup/given.ts';
import { Installation } from '../setup/installation.ts';
import { until } from '../setup/until.ts';
import { recorded, sent, usageEvent } from './usage-bench.ts';

interface Letter {
  readonly id: number;
  readonly entry: string;
  readonly reason: string;
}

let installation: Installation;
let app: NestFastifyApplication;
let call: Caller;
let admin: Administration;
let database: Database;

beforeAll(async () => {
  installation = await Installation.create();
  ({ app, call } = await installation.api());
  admin = await administration(app, call);
  database = app.get(Database);
  await installation.worker();
});
afterAll(() => installation.close());

const letters = async () =>
  (await admin.boss.get<{ data: Letter[] }>('/api/usage-dead-letters?per_page=100')).body.data;

let refused = 0;

/** An event that the database refuses for the time being. */
async function dead() {
  const { id } = await given(app).user();
  const account = tagOf({ kind: 'user', id });
  await bench(app).credit(principal(id), usd(5));
  refused += 1;
  const requestedModel = `thirteen ${refused}`;
  const event = usageEvent({ account, userId: id, requestedModel });
  await app.get(EventPartitions).ensureFor([event.id]);
  await database.query(
    `alter table usage_events add constraint no_thirteen check (requested_model <> '${requestedModel}')`,
  );
  await sent(app, [event]);
  const letter = await until('the letter', async () =>
    (await letters()).find(({ entry }) => entry.includes(event.id)),
  );
  return { event, letter, id };
}
const allowed = () => database.query('alter table usage_events drop constraint if exists no_thirteen');

const spent = async (userId: number) =>
  (
    await database.query<{ spent: string }>(
      'select spent_nano::text as spent from wallets where user_id = $1',
      [userId],
    )
  )[0]?.spent;

describe('a usage event that could not be taken in', () => {
  it('is taken in once when the reason is gone, and says why while it is not', async () => {
    const { letter, id } = await dead();
    const still = await admin.boss.post<{ message: string }>(`/api/usage-dead-letters/${letter.id}/replay`);
    expect(still.status).toBe(409);
    expect(JSON.stringify(still.body)).toContain('no_thirteen');
    expect(await spent(id)).toBe('0');
    await allowed();
    expect((await admin.boss.post(`/api/usage-dead-letters/${letter.id}/replay`)).status).toBe(200);
    expect(await spent(id)).toBe('1200000');
    expect((await admin.boss.post(`/api/usage-dead-letters/${letter.id}/replay`)).status).toBe(404);
    expect((await letters()).map((one) => one.id)).not.toContain(letter.id);
  });

  it('all of them at once, and what is still dead keeps no other', async () => {
    const { id } = await dead();
    await sent(app, ['no JSON']);
    await until('both letters', async () => (await letters()).length >= 2);
    await allowed();
    const { body } = await admin.boss.post<{ replayed: number; still_dead: number }>(
      '/api/usage-dead-letters/replay',
    );
    expect(body).toEqual({ replayed: 1, still_dead: 1 });
    expect(await spent(id)).toBe('1200000');
  });

  it('can be put away, which is written down, and nothing is charged', async () => {
    const { letter, id, event } = await dead();
    await allowed();
    expect((await admin.boss.delete(`/api/usage-dead-letters/${letter.id}`)).status).toBe(200);
    expect(await spent(id)).toBe('0');
    const [entry] = await database.query<{ changes: object }>(
      `select changes from audit_entries where action = 'usage_dead_letter.discarded' and target_id = $1`,
      [String(letter.id)],
    );
    expect(JSON.stringify(entry?.changes)).toContain(event.id);
    const owner = await admin.person(await admin.tenant(), 'owner');
    expect((await owner.call.get('/api/usage-dead-letters')).status).toBe(403);
    expect(await app.get(UsageStream).length()).toBe(0);
  });
});

it('the service users of a tenant are forgotten with it, also where its books keep it', async () => {
  const [gone, there] = [await admin.tenant('Gone'), await admin.tenant('There')];
  for (const { id } of [gone, there]) {
    await recorded(app, [usageEvent({ account: `o${id}`, serviceUser: 'zoe@example.com' })]);
  }
  await admin.boss.delete(`/api/tenants/${gone.id}`);
  await app.get(AccountRemains).forget();
  const accounts = async () =>
    (await database.query<{ account: string }>('select account from service_users order by 1')).map(
      (row) => row.account,
    );
  expect(await accounts()).toEqual([`o${gone.id}`, `o${there.id}`]);
  const clock = app.get(Clock);
  const later = new Date(Date.now() + 400 * 86_400_000);
  const now = clock.now.bind(clock);
  clock.now = () => later;
  await app.get(AccountRemains).forget();
  clock.now = now;
  expect(await accounts()).toEqual([`o${there.id}`]);
});
