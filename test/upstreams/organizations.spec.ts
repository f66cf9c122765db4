import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { RouteChooser, RouteTable, type RoutedModel } from '@onegate/models';
import { people, refusal, type Enveloped, type Items, type Organization } from '../account/people.ts';
import { administration } from '../admin/administration.ts';
import type { Caller } from '../setup/caller.ts';
import { Installation } from '../setup/installation.ts';
import { until } from '../setup/until.ts';
import { auditOf, modelNamed } from './catalog.ts';
import { simulatedProvider, type SimulatedProvider } from './simulated-provider.ts';

interface OwnAccount {
  readonly id: string;
  readonly name: string;
  readonly [field: string]: unknown;
}

let installation: Installation;
let app: NestFastifyApplication;
let call: Caller;
let provider: SimulatedProvider;
let model: RoutedModel;

beforeAll(async () => {
  installation = await Installation.create();
  ({ app, call } = await installation.api());
  provider = await simulatedProvider(installation);
  model = await modelNamed(app, 'openai/gpt-4o');
});
afterAll(() => installation.close());

const draft = () => ({
  name: 'Our own',
  kind: 'openai-compatible',
  baseUrl: provider.baseUrl,
  credentials: { api_key: 'sk-ours-nobody-sees' },
  models: [{ model: 'openai/gpt-4o', upstreamName: 'gpt-4o' }],
});

async function brought(
  where: Organization,
  change: object = {},
): Promise<OwnAccount & { readonly path: string }> {
  const { status, body } = await where.owner.call.post<Enveloped<OwnAccount>>(
    `${where.path}/upstream-accounts`,
    { ...draft(), ...change },
  );
  if (status !== 200) throw new Error(JSON.stringify(body));
  return { ...body.data, path: `${where.path}/upstream-accounts/${body.data.id}` };
}

async function tenantIdOf({ id }: Organization): Promise<number> {
  const table = await app.get(RouteTable).current();
  const own = [...table.values()].flat().map(({ account }) => account);
  const ids = new Set(own.map(({ tenantId }) => tenantId).filter((tenantId) => tenantId !== null));
  const { boss } = await administration(app, call);
  const { body } = await boss.get<{ data: { id: number; public_id: string }[] }>('/api/tenants?per_page=100');
  const tenant = body.data.find(({ public_id: publicId }) => publicId === id);
  if (!tenant) throw new Error(`No tenant ${id} among ${[...ids].join()}`);
  return tenant.id;
}

async function accountsFor(tenantId: number | null): Promise<string[]> {
  const { candidates } = await app.get(RouteChooser).choose(model, { tenantId });
  return candidates.map(({ account }) => account.publicId);
}

describe('an organization with an account of its own', () => {
  it('keeps it: brings, reads, lists, changes, tests and takes it away, and never sees its key', async () => {
    const where = await people(app, call).organization();
    const own = await brought(where);
    const seen: unknown[] = [own];
    const { call: owner } = where.owner;
    seen.push(await owner.get(own.path));
    const { body: list } = await owner.get<Enveloped<Items<OwnAccount>>>(`${where.path}/upstream-accounts`);
    expect(list.data.items.map(({ id }) => id)).toEqual([own.id]);
    const changed = await owner.patch<Enveloped<OwnAccount>>(own.path, {
      concurrency: 3,
      monthlyBudgetUsd: '10',
      exclusive: true,
    });
    expect(changed.body.data).toMatchObject({
      concurrency: 3,
      monthlyBudgetUsd: '10.000000000',
      exclusive: true,
      models: [{ model: 'openai/gpt-4o', upstreamName: 'gpt-4o', enabled: true }],
    });
    const tested = await owner.post(`${own.path}/test`, {});
    expect(tested).toMatchObject({ status: 200, body: { success: true, data: { ok: true } } });
    const rotated = await owner.put(`${own.path}/credentials`, {
      credentials: { api_key: 'sk-new-nobody-sees' },
    });
    seen.push(list, changed, tested, rotated);
    expect(JSON.stringify(seen)).not.toContain('nobody-sees');
    expect((await owner.delete(own.path)).status).toBe(204);
    expect((await owner.get(own.path)).status).toBe(404);
    const actions = (await auditOf(app, own.id)).map(({ action }) => action);
    expect(actions).toEqual([
      'upstream_account.created',
      'upstream_account.updated',
      'upstream_account.updated',
      'upstream_account.deleted',
    ]);
  });

  it('alone uses it, before the accounts of the platform', async () => {
    const { boss } = await administration(app, call);
    const { body: shared } = await boss.post<{ public_id: string }>('/api/upstream-accounts', {
      name: 'For everybody',
      kind: 'openai',
      serves: 'matching',
      credentials: { api_key: 'sk-platform' },
    });
    const where = await people(app, call).organization();
    const stranger = await people(app, call).organization();
    const own = await brought(where);
    await brought(stranger, { name: 'Theirs' });
    const [mine, theirs] = [await tenantIdOf(where), await tenantIdOf(stranger)];
    await until('the routes to be known', async () => (await accountsFor(mine)).length === 2);
    expect(await accountsFor(mine)).toEqual([own.id, shared.public_id]);
    expect(await accountsFor(null)).toEqual([shared.public_id]);
    expect(await accountsFor(theirs)).not.toContain(own.id);

    await where.owner.call.patch(own.path, { exclusive: true });
    await until('no falling back', async () => (await accountsFor(mine)).length === 1);
    await where.owner.call.delete(where.path);
    await until('a closed organization to use none', async () => !(await accountsFor(mine)).includes(own.id));
  });
});

describe('403 and 404, everybody else', () => {
  it('members may not touch the accounts of their organization, admins may', async () => {
    const at = people(app, call);
    const where = await at.organization();
    const own = await brought(where);
    const member = await at.joined(where, 'member');
    const joinedAdmin = await at.joined(where, 'admin');
    for (const refused of [
      await member.call.get(own.path),
      await member.call.get(`${where.path}/upstream-accounts`),
      await member.call.post(`${where.path}/upstream-accounts`, draft()),
      await member.call.patch(own.path, { enabled: false }),
      await member.call.put(`${own.path}/credentials`, { credentials: { api_key: 'x' } }),
      await member.call.post(`${own.path}/test`, {}),
      await member.call.delete(own.path),
    ])
      expect(refused).toMatchObject(refusal(403));
    expect((await joinedAdmin.call.get(own.path)).status).toBe(200);
  });

  it('strangers do not learn that they exist, neither by their own organization nor by another', async () => {
    const at = people(app, call);
    const where = await at.organization();
    const own = await brought(where);
    const stranger = await at.organization();
    const smuggled = `${stranger.path}/upstream-accounts/${own.id}`;
    for (const path of [own.path, smuggled, `${stranger.path}/upstream-accounts/1`]) {
      expect(await stranger.owner.call.get(path)).toMatchObject(refusal(404));
      expect(await stranger.owner.call.patch(path, { enabled: false })).toMatchObject(refusal(404));
      expect(await stranger.owner.call.delete(path)).toMatchObject(refusal(404));
      expect(await stranger.owner.call.post(`${path}/test`, {})).toMatchObject(refusal(404));
    }
    expect((await where.owner.call.get(own.path)).status).toBe(200);
  });

  it('what is wrong is told by the names that they sent, when bringing and when changing', async () => {
    const where = await people(app, call).organization();
    const wrong = { ...draft(), name: 'Wrong', baseUrl: 'file:///etc/passwd', secretHeaders: { host: 'x' } };
    const refused = { status: 400, body: { errors: { baseUrl: [expect.any(String)] } } };
    const answer = await where.owner.call.post(`${where.path}/upstream-accounts`, wrong);
    expect(answer).toMatchObject(refused);
    expect(answer).toMatchObject({ body: { errors: { secretHeaders: [expect.any(String)] } } });
    const own = await brought(where);
    expect(await where.owner.call.patch(own.path, { baseUrl: 'file:///etc/passwd' })).toMatchObject(refused);
  });

  it('what is not theirs to say is not taken from the body', async () => {
    const where = await people(app, call).organization();
    const own = await brought(where, {
      tenantId: null,
      tenant_id: null,
      origin: 'environment',
      serves: 'matching',
      isProvided: false,
      id: 1,
    });
    expect(own).toMatchObject({ id: expect.stringMatching(/^upa_/), organizationId: where.id });
  });
});
