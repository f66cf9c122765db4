import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Database } from '@onegate/platform';
import { AuditLog } from '@onegate/tenants';
import { people, type Enveloped, type Organization } from '../account/people.ts';
import type { Caller } from '../setup/caller.ts';
import { given } from '../setup/given.ts';
import { Installation } from '../setup/installation.ts';
import { signedIn } from './signing-in.ts';

interface Entry {
  readonly id: number;
  readonly tenant_id: number | null;
  readonly action: string;
  readonly target: { readonly kind: string; readonly id: string };
}

interface Page {
  readonly data: Entry[];
  readonly total: number;
  readonly last_page: number;
}

let installation: Installation;
let app: NestFastifyApplication;
let call: Caller;
let world: ReturnType<typeof people>;
let acme: Organization;
let root: Caller;

beforeAll(async () => {
  installation = await Installation.create();
  ({ app, call } = await installation.api());
  world = people(app, call);
  acme = await world.organization();
  root = (await signedIn(call, await given(app).superAdmin())).call;
});
afterAll(() => installation.close());

async function read(caller: Caller, query = ''): Promise<Page> {
  const { status, body } = await caller.get<Page>(`/api/audit-log${query}`);
  expect(status).toBe(200);
  return body;
}

describe('GET /api/audit-log', () => {
  it('200 with who did what to what, from where, in which request, and no secret', async () => {
    const { owner, id: organizationId } = acme;
    const answer = await owner.call.post<Enveloped<{ id: string; key: string }>>('/api/v1/api-keys', {
      name: 'Audited',
      organizationId,
      requestsPerMinute: 5,
    });
    const { id, key } = answer.body.data;
    await owner.call.patch(`/api/v1/api-keys/${id}`, { requestsPerMinute: 6 });
    await owner.call.post(`/api/v1/api-keys/${id}/rotate`, {});
    await owner.call.delete(`/api/v1/api-keys/${id}`);
    const { data } = await read(owner.call, `?target_id=${id}`);
    expect(data.map(({ action }) => action)).toEqual([
      'key.revoked',
      'key.rotated',
      'key.edited',
      'key.created',
    ]);
    expect(data.at(-1)).toMatchObject({
      actor: { id: owner.user.id, email: owner.user.email },
      tenant_id: expect.any(Number),
      target: { kind: 'key', id },
      changes: { name: 'Audited', requestsPerMinute: 5 },
      request_id: answer.headers.get('x-request-id'),
      ip: '127.0.0.1',
      at: expect.any(String),
    });
    expect(JSON.stringify(data)).not.toContain(key);
  });

  it('200 in pages, with filters', async () => {
    const first = await read(root, '?per_page=1&action=key.created');
    expect(first.data).toHaveLength(1);
    expect(first.last_page).toBe(first.total);
    expect(first.data[0]?.action).toBe('key.created');
    const byActor = await read(root, `?actor_id=${acme.owner.user.id}`);
    expect(byActor.total).toBeGreaterThan(3);
  });

  it('an admin reads his tenants only, whatever he asks for; a super-admin all', async () => {
    const other = await world.organization();
    await other.owner.call.post('/api/v1/api-keys', { name: 'Theirs', organizationId: other.id });
    await other.owner.call.post('/api/v1/api-keys', { name: 'Private' });
    const mine = await read(acme.owner.call, '?per_page=100');
    const everything = await read(root, '?per_page=100');
    const tenants = new Set(mine.data.map((entry) => entry.tenant_id));
    expect(tenants.size).toBe(1);
    expect(everything.total).toBeGreaterThan(mine.total);
    const theirs = everything.data.find((entry) => entry.tenant_id && !tenants.has(entry.tenant_id));
    expect((await read(acme.owner.call, `?tenant_id=${theirs?.tenant_id}`)).total).toBe(0);
    expect((await read(root, `?tenant_id=${theirs?.tenant_id}`)).total).toBeGreaterThan(0);
  });

  it('403 for a member, 401 for nobody, 422 for a wrong filter', async () => {
    const member = await world.joined(acme, 'member');
    expect(await member.call.get('/api/audit-log')).toMatchObject({ status: 403 });
    expect(await call.get('/api/audit-log')).toMatchObject({ status: 401 });
    expect(await root.get('/api/audit-log?tenant_id=x')).toMatchObject({ status: 422 });
  });
});

it('an entry stands and falls with the change it speaks of', async () => {
  const audit = app.get(AuditLog);
  const failing = app.get(Database).transaction(async () => {
    await audit.record(null, { action: 'test.undone', target: { kind: 'test', id: 'x' } });
    throw new Error('rolled back');
  });
  await expect(failing).rejects.toThrow('rolled back');
  expect((await read(root, '?action=test.undone')).total).toBe(0);
});
