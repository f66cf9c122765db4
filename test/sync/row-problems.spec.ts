import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Database } from '@onegate/platform';
import { administration, type Administration, type TenantBody } from '../admin/administration.ts';
import { Installation } from '../setup/installation.ts';
import { ScimServer } from './scim-server.ts';
import { synchronisation, type Synchronisation } from './synchronisation.ts';

let installation: Installation;
let database: Database;
let world: Administration;
let directory: ScimServer;
let tenant: TenantBody;
let at: Synchronisation;

beforeAll(async () => {
  installation = await Installation.create();
  const { app, call } = await installation.api();
  await installation.worker();
  database = app.get(Database);
  world = await administration(app, call);
});
afterAll(() => installation.close());

beforeEach(async () => {
  directory = await ScimServer.start();
  tenant = await world.tenant();
  at = synchronisation(world.boss, tenant);
  await at.connect(directory);
});
afterEach(() => directory.close());

let rows = 0;
const somebody = (id: string) => {
  rows += 1;
  return { id, email: `${id}${rows}@rows.example` };
};

describe('a row that cannot be brought in step is a problem of its own', () => {
  it('an id or e-mail that comes twice: the first counts', async () => {
    const [a, b] = [somebody('a'), somebody('b')];
    directory.become(a, { ...b, id: 'a' }, { ...b, email: a.email }, somebody('c'));
    expect(await at.sync()).toMatchObject({
      state: 'completed',
      counts: { seen: 4, created: 2, problems: 2 },
      problems: [
        { code: 'duplicate-id', external_id: 'a' },
        { code: 'duplicate-email', external_id: 'b', email: a.email },
      ],
    });
  });

  it('no e-mail, or no id', async () => {
    directory.become(somebody('a'), { id: 'b', email: 'not an address' }, { ...somebody('c'), id: '  ' });
    expect(await at.sync()).toMatchObject({
      counts: { seen: 3, created: 1, problems: 2 },
      problems: [
        { code: 'no-id', external_id: null },
        { code: 'invalid-email', external_id: 'b' },
      ],
    });
  });

  it('keeps nobody here who has left: a problem with his e-mail does not matter then', async () => {
    const people = ['a', 'b', 'c', 'd', 'e', 'f'].map(somebody);
    directory.become(...people);
    await at.sync();
    directory.become(...people.slice(0, 5), { id: 'f', email: 'not an address', active: false });
    expect(await at.sync()).toMatchObject({ counts: { deactivated: 1, problems: 0 } });
  });

  it('texts that a database does not take, and far too long ones, hurt nobody else', async () => {
    const long = 'x'.repeat(3_000);
    directory.become(
      { ...somebody('a'), name: `\u0000 Nul \ud800 ${long}` },
      { id: long, email: 'long@rows.example' },
      somebody(`b'; drop table users; --`.slice(0, 1)),
    );
    expect(await at.sync()).toMatchObject({ state: 'completed', counts: { created: 2, problems: 1 } });
  });
});

describe('an e-mail that somebody here has already', () => {
  it('in the same tenant: he is adopted, and keeps his role', async () => {
    const local = await world.person(tenant, 'admin');
    directory.become({ id: 'x', email: local.email.toUpperCase(), name: 'From the directory' });
    expect(await at.sync()).toMatchObject({ counts: { updated: 1, created: 0, problems: 0 } });
    expect(await at.person(local.email)).toMatchObject({
      id: local.id,
      name: 'From the directory',
      roles: ['admin'],
    });
    expect(await local.call.get('/api/auth/me')).toMatchObject({ status: 200 });
  });

  it('in another tenant, or in none: he is left alone', async () => {
    const elsewhere = await world.person(await world.tenant());
    const nowhere = await world.person(null);
    directory.become({ id: 'x', email: elsewhere.email }, { id: 'y', email: nowhere.email }, somebody('z'));
    expect(await at.sync()).toMatchObject({
      counts: { created: 1, problems: 2 },
      problems: [
        { code: 'email-taken', external_id: 'x' },
        { code: 'email-taken', external_id: 'y' },
      ],
    });
  });

  it('of an administrator of the platform: he is never managed by a directory', async () => {
    const boss = await world.person(tenant, 'member');
    await world.boss.put(`/api/users/${boss.id}`, { roles: ['super-admin', 'member'] });
    directory.become({ id: 'x', email: boss.email, name: 'Renamed' }, somebody('y'));
    expect(await at.sync()).toMatchObject({ problems: [{ code: 'protected-account' }] });
    expect(await at.person(boss.email)).toMatchObject({ name: boss.name });
  });

  it('cannot be renamed into, nor freed by a rename that is held back itself', async () => {
    const [a, b, c] = [somebody('a'), somebody('b'), somebody('c')];
    const other = await world.person(await world.tenant());
    directory.become(a, b, c);
    await at.sync();
    directory.become({ ...a, email: b.email }, { ...b, email: c.email }, { ...c, email: other.email });
    expect(await at.sync()).toMatchObject({ counts: { updated: 0, problems: 3 } });
    expect(await at.person(a.email)).toMatchObject({ status: 'active' });
  });

  it('is not changed by the directory for somebody with powers in other tenants', async () => {
    const a = somebody('a');
    directory.become(a, somebody('b'));
    await at.sync();
    const { id } = await at.person(a.email);
    const other = await world.tenant();
    await database.query(
      `insert into memberships (public_id, tenant_id, user_id, role, created_at)
       values ('mem_elsewhere', $1, $2, 'owner', now())`,
      [other.id, id],
    );
    directory.become({ ...a, email: 'attacker@rows.example' }, somebody('b'));
    expect(await at.sync()).toMatchObject({ problems: [{ code: 'member-elsewhere', external_id: 'a' }] });
  });
});

it('a run keeps a hundred problems, and counts them all', async () => {
  directory.become(
    ...Array.from({ length: 250 }, (_, index) => ({ id: `${index}`, email: 'none' })),
    somebody('z'),
  );
  directory.pageSize = 100;
  const run = await at.sync();
  expect(run.counts).toMatchObject({ seen: 251, created: 1, problems: 250 });
  expect(run.problems).toHaveLength(100);
});
