import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Database } from '@onegate/platform';
import { User } from '@onegate/tenants';
import { administration, type Administration, type TenantBody } from '../admin/administration.ts';
import type { Caller } from '../setup/caller.ts';
import { given } from '../setup/given.ts';
import { Installation } from '../setup/installation.ts';
import { until } from '../setup/until.ts';
import { ScimServer } from './scim-server.ts';
import { synchronisation, type Synchronisation } from './synchronisation.ts';

let installation: Installation;
let app: NestFastifyApplication;
let call: Caller;
let world: Administration;
let directory: ScimServer;
let tenant: TenantBody;
let at: Synchronisation;
let domain: string;
let tenants = 0;

beforeAll(async () => {
  installation = await Installation.create();
  ({ app, call } = await installation.api());
  await installation.worker();
  world = await administration(app, call);
});
afterAll(() => installation.close());

beforeEach(async () => {
  tenants += 1;
  domain = `story${tenants}.example`;
  directory = await ScimServer.start();
  tenant = await world.tenant();
  at = synchronisation(world.boss, tenant);
  await at.connect(directory);
});
afterEach(() => directory.close());

const who = (name: string, id = name) => ({ id, email: `${name}@${domain}` });
const crowd = (count: number) => Array.from({ length: count }, (_, index) => who(`p${index}`));
const addresses = (status: string, ...names: string[]) =>
  Object.fromEntries(names.map((name) => [`${name}@${domain}`, status]));

describe('a directory', () => {
  it('brings its people, page by page, as members of the tenant', async () => {
    directory.become(who('ada'), who('bea'), who('cyd'), who('dan'), who('eve'));
    const run = await at.sync();
    expect(run).toMatchObject({
      state: 'completed',
      counts: { seen: 5, created: 5, updated: 0, deactivated: 0, problems: 0 },
    });
    expect(directory.pagesServed).toBe(3);
    expect(await at.people()).toEqual(addresses('active', 'ada', 'bea', 'cyd', 'dan', 'eve'));
    expect(await at.person(`ada@${domain}`)).toMatchObject({ roles: ['member'], tenant_id: tenant.id });
  });

  it('changes nothing when nothing has changed', async () => {
    directory.become(...crowd(5));
    await at.sync();
    const before = await at.person(`p0@${domain}`);
    expect(await at.sync()).toMatchObject({ counts: { unchanged: 5, created: 0, updated: 0 } });
    expect(await at.person(`p0@${domain}`)).toEqual(before);
  });

  it('knows somebody again under a new e-mail', async () => {
    directory.become(who('ada'), who('bea'));
    await at.sync();
    const { id } = await at.person(`ada@${domain}`);
    directory.become(who('ada.king', 'ada'), who('bea'));
    expect(await at.sync()).toMatchObject({ counts: { updated: 1, unchanged: 1, created: 0 } });
    expect(await at.person(`ada.king@${domain}`)).toMatchObject({ id });
  });

  it('passes e-mails on: two who swap theirs, and a chain', async () => {
    directory.become(who('a', '1'), who('b', '2'), who('c', '3'));
    await at.sync();
    const { id } = await at.person(`a@${domain}`);
    directory.become(who('b', '1'), who('c', '2'), who('a', '3'));
    expect(await at.sync()).toMatchObject({ counts: { updated: 3, problems: 0 } });
    expect(await at.person(`b@${domain}`)).toMatchObject({ id });
  });

  it('gives an e-mail that was freed to somebody new', async () => {
    directory.become(who('a', '1'));
    await at.sync();
    directory.become(who('a', '2'), who('z', '1'));
    expect(await at.sync()).toMatchObject({ counts: { updated: 1, created: 1, problems: 0 } });
  });
});

describe('who leaves', () => {
  it('is deactivated: his sessions and keys die within a second; and comes back as he was', async () => {
    directory.become(...crowd(6));
    await at.sync();
    const person = await at.person(`p5@${domain}`);
    const user = await app.get(Database).of(User).findOneByOrFail({ id: person.id });
    const key = call.signedIn(await given(app).apiKey(user));
    expect(await key.get('/api/auth/me')).toMatchObject({ status: 200 });

    directory.become(...crowd(5));
    expect(await at.sync()).toMatchObject({ counts: { deactivated: 1, unchanged: 5 }, departures: 1 });
    await until('the key to be dead', async () => (await key.get('/api/auth/me')).status === 401, 1_000);
    expect(await at.person(person.email)).toMatchObject({ id: person.id, status: 'deactivated' });

    directory.become(...crowd(6));
    expect(await at.sync()).toMatchObject({ counts: { reactivated: 1, created: 0 } });
    expect(await at.person(person.email)).toMatchObject({ id: person.id, status: 'active' });
  });

  it('need not be missing: being listed as inactive is enough', async () => {
    directory.become(...crowd(6));
    await at.sync();
    directory.become(...crowd(5), { ...who('p5'), active: false });
    expect(await at.sync()).toMatchObject({ counts: { deactivated: 1 } });
    expect(await at.people()).toMatchObject(addresses('deactivated', 'p5'));
  });

  it('waits for a person when too many would go, and goes when that one confirms', async () => {
    directory.become(...crowd(6));
    await at.sync();
    directory.become(...crowd(3), who('new'));
    const held = await at.sync();
    expect(held).toMatchObject({ state: 'needs-confirmation', departures: 3, counts: { created: 0 } });
    expect(await at.people()).toEqual(addresses('active', 'p0', 'p1', 'p2', 'p3', 'p4', 'p5'));

    expect(await world.boss.post(`/api/users/sync-runs/${held.id}/confirm`)).toMatchObject({ status: 202 });
    expect(await at.ended(held.id)).toMatchObject({
      state: 'completed',
      counts: { deactivated: 3, created: 1 },
    });
    expect(await at.people()).toMatchObject(addresses('deactivated', 'p3', 'p4', 'p5'));
    expect(await world.boss.post(`/api/users/sync-runs/${held.id}/confirm`)).toMatchObject({ status: 409 });
  });

  it('waits again when even more would go than was confirmed', async () => {
    directory.become(...crowd(6));
    await at.sync();
    directory.become(...crowd(3));
    const held = await at.sync();
    directory.become(...crowd(2));
    await world.boss.post(`/api/users/sync-runs/${held.id}/confirm`);
    expect(await at.ended(held.id)).toMatchObject({ state: 'needs-confirmation', departures: 4 });
  });

  it('is not held back any more once a newer run finds the directory well', async () => {
    directory.become(...crowd(6));
    await at.sync();
    directory.become(...crowd(1));
    const held = await at.sync();
    directory.become(...crowd(6));
    expect(await at.sync()).toMatchObject({ state: 'completed', counts: { unchanged: 6 } });
    expect(await at.runOf(held.id)).toMatchObject({ state: 'superseded' });
    expect(await world.boss.post(`/api/users/sync-runs/${held.id}/confirm`)).toMatchObject({ status: 409 });
  });

  it('may not be the last owner', async () => {
    directory.become(...crowd(6));
    await at.sync();
    const owner = await at.person(`p5@${domain}`);
    await world.boss.put(`/api/users/${owner.id}`, { roles: ['owner'] });
    directory.become(...crowd(5));
    expect(await at.sync()).toMatchObject({
      counts: { deactivated: 0, problems: 1 },
      problems: [{ code: 'last-owner', email: owner.email }],
    });
    const successor = await at.person(`p4@${domain}`);
    await world.boss.put(`/api/users/${successor.id}`, { roles: ['owner'] });
    expect(await at.sync()).toMatchObject({ counts: { deactivated: 1, problems: 0 } });
  });
});

describe('a listing that cannot be trusted changes nobody', () => {
  const everybody = () => addresses('active', 'p0', 'p1', 'p2', 'p3', 'p4', 'p5');

  beforeEach(async () => {
    directory.become(...crowd(6));
    await at.sync();
  });

  it('when it is empty', async () => {
    directory.become();
    expect(await at.sync()).toMatchObject({ state: 'failed', failure: expect.stringContaining('nobody') });
    expect(await at.people()).toEqual(everybody());
  });

  it('when a page in the middle fails, and stays so', async () => {
    directory.become(...crowd(7));
    directory.beforePage = (startIndex) => (startIndex === 3 ? 500 : undefined);
    expect(await at.sync()).toMatchObject({ state: 'failed', failure: expect.stringContaining('500') });
    expect(await at.people()).toEqual(everybody());
  });

  it('when fewer come than it says there are', async () => {
    directory.become(...crowd(3));
    directory.claimedTotal = 6;
    expect(await at.sync()).toMatchObject({
      state: 'failed',
      failure: 'The directory did not list everybody: 3 of 6 came.',
    });
    expect(await at.people()).toEqual(everybody());
  });

  it('when people come and go while it is read', async () => {
    let total = 6;
    directory.beforePage = () => {
      total += 1;
      directory.claimedTotal = total;
      return undefined;
    };
    expect(await at.sync()).toMatchObject({ state: 'failed', failure: expect.stringContaining('changed') });
    expect(await at.people()).toEqual(everybody());
  });

  it('when it refuses the credentials, at once', async () => {
    await at.connect(directory, { credentials: { type: 'bearer', token: 'wrong' } });
    expect(await at.sync()).toMatchObject({ state: 'failed', failure: expect.stringContaining('401') });
    expect(await at.people()).toEqual(everybody());
  });

  it('but a page that fails once is asked for again', async () => {
    let failures = 0;
    directory.become(...crowd(7));
    directory.beforePage = (startIndex) => {
      failures += startIndex === 3 ? 1 : 0;
      return startIndex === 3 && failures === 1 ? 503 : undefined;
    };
    expect(await at.sync()).toMatchObject({ state: 'completed', counts: { seen: 7, created: 1 } });
  });
});
