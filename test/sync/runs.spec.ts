import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Database } from '@onegate/platform';
import { UserSyncSweep } from '@onegate/tenants';
import { administration, type Administration, type Page, type TenantBody } from '../admin/administration.ts';
import { Installation } from '../setup/installation.ts';
import { until } from '../setup/until.ts';
import { ScimServer } from './scim-server.ts';
import { synchronisation, type RunBody, type Synchronisation } from './synchronisation.ts';

let installation: Installation;
let database: Database;
let worker: NestFastifyApplication;
let world: Administration;
let directory: ScimServer;
let tenant: TenantBody;
let at: Synchronisation;

beforeAll(async () => {
  installation = await Installation.create();
  const { app, call } = await installation.api();
  worker = await installation.worker();
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

/** Lets the directory wait in the middle of a run until it is told to go on. */
function hold(): () => void {
  let letGo = (): void => undefined;
  const held = new Promise<undefined>((resolve) => (letGo = () => resolve(undefined)));
  directory.beforePage = () => held;
  return () => letGo();
}

describe('POST /api/users/sync/{tenant}', () => {
  it('202 with the run, whose progress can be watched', async () => {
    directory.become(...[1, 2, 3, 4].map((n) => ({ id: `${n}`, email: `w${n}@watch.example` })));
    let letGo = (): void => undefined;
    directory.beforePage = (startIndex) =>
      startIndex === 3 ? new Promise((resolve) => (letGo = () => resolve(undefined))) : undefined;
    const answer = await world.boss.post<RunBody>(`/api/users/sync/${tenant.id}`);
    expect(answer).toMatchObject({
      status: 202,
      body: { tenant_id: tenant.id, state: 'queued', counts: { seen: 0 } },
    });
    const { id } = answer.body;
    await until('half of it to be read', async () => (await at.runOf(id)).counts.seen === 2);
    expect(await at.runOf(id)).toMatchObject({ state: 'listing' });
    letGo();
    expect(await at.ended(id)).toMatchObject({ state: 'completed', failure: null });
  });

  it('202 with the run that is under way, however many ask at once', async () => {
    directory.become({ id: '1', email: 'one@once.example' });
    const letGo = hold();
    const runs = await Promise.all(Array.from({ length: 8 }, () => at.start()));
    expect(new Set(runs.map(({ id }) => id)).size).toBe(1);
    letGo();
    expect(await at.ended(runs[0]?.id ?? 0)).toMatchObject({ counts: { created: 1 } });
  });

  it('404 without a directory, 409 with one that is switched off', async () => {
    const other = await world.tenant();
    expect(await world.boss.post(`/api/users/sync/${other.id}`)).toMatchObject({ status: 404 });
    await at.connect(directory, { enabled: false });
    expect(await world.boss.post(`/api/users/sync/${tenant.id}`)).toMatchObject({ status: 409 });
  });

  it('404 for a tenant out of reach, 403 for a member', async () => {
    const stranger = await world.person(await world.tenant(), 'owner');
    const member = await world.person(tenant, 'member');
    expect(await stranger.call.post(`/api/users/sync/${tenant.id}`)).toMatchObject({
      status: 404,
      body: { message: 'Tenant not found' },
    });
    expect(await member.call.post(`/api/users/sync/${tenant.id}`)).toMatchObject({ status: 403 });
  });
});

describe('POST /api/users/sync-all', () => {
  it('202 with one run for each tenant within reach that has a directory', async () => {
    directory.become({ id: '1', email: 'one@all.example' });
    const owner = await world.person(tenant, 'owner');
    const mine = await owner.call.post<{ data: RunBody[] }>('/api/users/sync-all');
    expect(mine).toMatchObject({ status: 202, body: { data: [{ tenant_id: tenant.id }] } });
    await at.ended(mine.body.data[0]?.id ?? 0);
    const all = await world.boss.post<{ data: RunBody[] }>('/api/users/sync-all');
    expect(all.body.data.map((run) => run.tenant_id)).toContain(tenant.id);
    await Promise.all(all.body.data.map(({ id }) => at.ended(id)));
  });
});

describe('GET /api/users/sync-runs', () => {
  it('200 with the runs within reach, the newest first; 404 for one out of reach', async () => {
    directory.become({ id: '1', email: 'one@runs.example' });
    const first = await at.sync();
    const second = await at.sync();
    const owner = await world.person(tenant, 'owner');
    const { body } = await owner.call.get<Page<RunBody>>('/api/users/sync-runs?per_page=1');
    expect(body).toMatchObject({ total: 2, per_page: 1, data: [{ id: second.id }] });
    const stranger = await world.person(await world.tenant(), 'owner');
    for (const path of [`${first.id}`, `${first.id}/confirm`, `?tenant_id=${tenant.id}`]) {
      const method = path.endsWith('confirm') ? 'POST' : 'GET';
      const asked = path.startsWith('?') ? path : `/${path}`;
      expect(await stranger.call.send(method, `/api/users/sync-runs${asked}`)).toMatchObject({ status: 404 });
    }
    expect(await stranger.call.get('/api/users/sync-runs')).toMatchObject({ body: { total: 0 } });
    expect(await stranger.call.get('/api/users/sync-runs/nonsense')).toMatchObject({ status: 404 });
  });
});

describe('the sweep', () => {
  it('starts a directory that is due, once, and plans the next time', async () => {
    directory.become({ id: '1', email: 'one@due.example' });
    await at.connect(directory, { sync_every_minutes: 60 });
    await worker.get(UserSyncSweep).sweep();
    const page = await world.boss.get<Page<RunBody>>(`/api/users/sync-runs?tenant_id=${tenant.id}`);
    expect(page.body).toMatchObject({ total: 1, data: [{ started_by: null }] });
    expect(await at.ended(page.body.data[0]?.id ?? 0)).toMatchObject({ counts: { created: 1 } });
    await worker.get(UserSyncSweep).sweep();
    const again = await world.boss.get<Page<RunBody>>(`/api/users/sync-runs?tenant_id=${tenant.id}`);
    expect(again.body.total).toBe(1);
    const { body } = await world.boss.get<{ next_sync_at: string }>(`/api/tenants/${tenant.id}/directory`);
    expect(new Date(body.next_sync_at).getTime()).toBeGreaterThan(Date.now() + 59 * 60_000);
  });

  it('leaves tenants that were deleted', async () => {
    await at.connect(directory, { sync_every_minutes: 60 });
    await world.boss.delete(`/api/tenants/${tenant.id}`);
    await worker.get(UserSyncSweep).sweep();
    const runs = await database.query('select from sync_runs where tenant_id = $1', [tenant.id]);
    expect(runs).toEqual([]);
  });
});
