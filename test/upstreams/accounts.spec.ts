import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Database } from '@onegate/platform';
import { administration, type Administration, type Page } from '../admin/administration.ts';
import type { Caller } from '../setup/caller.ts';
import { Installation } from '../setup/installation.ts';
import { auditOf } from './catalog.ts';

interface AccountBody {
  readonly id: number;
  readonly public_id: string;
  readonly name: string;
  readonly credentials: { set: string[]; set_at: string | null };
  readonly models: { model: string; upstream_name: string }[];
  readonly [field: string]: unknown;
}

const key = 'sk-proj-a-key-that-nobody-sees';
const path = '/api/upstream-accounts';
let installation: Installation;
let app: NestFastifyApplication;
let call: Caller;
let admin: Administration;
let count = 0;

beforeAll(async () => {
  installation = await Installation.create();
  ({ app, call } = await installation.api());
  admin = await administration(app, call);
});
afterAll(() => installation.close());

function draft(change: Record<string, unknown> = {}): Record<string, unknown> {
  count += 1;
  return { name: `Account ${count}`, kind: 'openai', credentials: { api_key: key }, ...change };
}

async function created(change: Record<string, unknown> = {}): Promise<AccountBody> {
  const { status, body } = await admin.boss.post<AccountBody>(path, draft(change));
  if (status !== 201) throw new Error(`No account was made: ${JSON.stringify(body)}`);
  return body;
}

describe('201, creating an account', () => {
  it('answers everything that was set, and of secrets only their names', async () => {
    const account = await created({
      serves: 'matching',
      headers: { 'OpenAI-Organization': 'org-1' },
      secret_headers: { 'X-Team-Token': 'a-secret-header-value' },
      priority: 2,
      weight: 5,
      cost_bps: 9_000,
      concurrency: 7,
      requests_per_minute: 60,
      tokens_per_minute: 90_000,
      monthly_budget_usd: '12.500000001',
      timeouts: { connect_ms: 1_000, first_byte_ms: 60_000, idle_ms: null, total_ms: 600_000 },
      models: [
        { model: 'openai/gpt-4o' },
        { model: 'GPT-4o-mini', upstream_name: 'my-deployment', enabled: false },
      ],
    });
    expect(account).toMatchObject({
      id: expect.any(Number),
      public_id: expect.stringMatching(/^upa_/),
      tenant_id: null,
      kind: 'openai',
      origin: 'person',
      serves: 'matching',
      protocols: [
        'openai-chat',
        'openai-responses',
        'openai-embeddings',
        'openai-completions',
        'openai-images',
        'openai-image-edits',
        'openai-speech',
        'openai-transcriptions',
        'openai-audio-translations',
        'openai-moderations',
      ],
      base_url: 'https://api.openai.com/v1',
      headers: { 'OpenAI-Organization': 'org-1' },
      secret_headers: ['x-team-token'],
      credentials: { set: ['api_key'], set_at: expect.any(String) },
      priority: 2,
      weight: 5,
      cost_bps: 9_000,
      concurrency: 7,
      requests_per_minute: 60,
      tokens_per_minute: 90_000,
      monthly_budget_usd: '12.500000001',
      timeouts: { connect_ms: 1_000, first_byte_ms: 60_000, idle_ms: null, total_ms: 600_000 },
      status: 'active',
      last_test: null,
    });
    expect(account.models).toMatchObject([
      { model: 'openai/gpt-4o', upstream_name: 'gpt-4o', enabled: true },
      { model: 'openai/gpt-4o-mini', upstream_name: 'my-deployment', enabled: false },
    ]);
    expect(JSON.stringify(account)).not.toMatch(/nobody-sees|secret-header-value/);
  });

  it('fills what an address needs in from the settings', async () => {
    const azure = { kind: 'azure', settings: { resource: 'my-resource' } };
    expect((await created(azure)).base_url).toBe('https://my-resource.openai.azure.com/openai/v1');
    const vertex = await created({
      kind: 'vertex',
      settings: { region: 'europe-west4', project: 'my-project' },
      credentials: { service_account: '{"client_email":"a@b.iam","private_key":"x"}' },
    });
    expect(vertex.base_url).toBe(
      'https://europe-west4-aiplatform.googleapis.com/v1/projects/my-project/locations/europe-west4',
    );
  });

  it('leaves an entry in the audit log, without secrets', async () => {
    const account = await created();
    const [entry] = await auditOf(app, account.public_id);
    expect(entry).toMatchObject({
      action: 'upstream_account.created',
      changes: { name: account.name, credentials: '[changed]' },
    });
    expect(JSON.stringify(entry)).not.toContain('nobody-sees');
  });
});

describe('422, an account that cannot be', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['of no known kind', { kind: 'acme' }, 'kind'],
    ['without credentials that its kind needs', { credentials: {} }, 'credentials.api_key'],
    [
      'with credentials that its kind has not',
      { credentials: { api_key: key, token: 'x' } },
      'credentials.token',
    ],
    ['with a key that cannot be sent', { credentials: { api_key: 'two\nlines' } }, 'credentials.api_key'],
    [
      'without a base URL where there is none by default',
      { kind: 'openai-compatible', credentials: {} },
      'base_url',
    ],
    [
      'with half of the credentials that its kind needs',
      { kind: 'bedrock', settings: { region: 'eu-west-1' }, credentials: { access_key_id: 'AKIA' } },
      'credentials.api_key',
    ],
    ['with a setting that its kind needs missing', { kind: 'bedrock' }, 'settings.region'],
    [
      'with a setting that would change the address',
      { kind: 'azure', settings: { resource: 'evil.com/' } },
      'settings.resource',
    ],
    ['at an address of the cloud’s own', { base_url: 'http://169.254.169.254/latest' }, 'base_url'],
    ['at an address with a password', { base_url: 'https://a:b@example.com' }, 'base_url'],
    ['at an address of another scheme', { base_url: 'file:///etc/passwd' }, 'base_url'],
    ['at an address with a query', { base_url: 'https://example.com/v1?x=1' }, 'base_url'],
    ['with a header of the connection', { headers: { Connection: 'close' } }, 'headers'],
    ['with a header that signs in', { secret_headers: { Authorization: 'Bearer x' } }, 'secret_headers'],
    ['with a header of two lines', { headers: { 'x-a': 'b\r\nc: d' } }, 'headers'],
    ['that serves an unknown model', { models: [{ model: 'acme/none' }] }, 'models.0.model'],
    [
      'that lists a model twice',
      { models: [{ model: 'openai/gpt-4o' }, { model: 'gpt-4o' }] },
      'models.1.model',
    ],
    ['with a budget finer than money', { monthly_budget_usd: '0.0000000001' }, 'monthly_budget_usd'],
    ['with a negative weight', { weight: -1 }, 'weight'],
    ['of a tenant that does not exist', { tenant_id: 987_654 }, 'tenant_id'],
  ])('%s', async (_what, change, field) => {
    const { status, body } = await admin.boss.post<{ errors: Record<string, string[]> }>(path, draft(change));
    expect([status, Object.keys(body.errors)]).toEqual([422, [field]]);
    expect(JSON.stringify(body)).not.toContain('nobody-sees');
  });

  it('with a name that is taken, whatever its case', async () => {
    const { name } = await created();
    const { status, body } = await admin.boss.post(path, draft({ name: name.toUpperCase() }));
    expect({ status, body }).toMatchObject({
      status: 422,
      body: { errors: { name: ['The name has already been taken.'] } },
    });
  });
});

describe('200, changing an account', () => {
  it('keeps what is left out, and takes away a limit that is null', async () => {
    const account = await created({ concurrency: 5, priority: 3, models: [{ model: 'openai/gpt-4o' }] });
    const { body } = await admin.boss.put<AccountBody>(`${path}/${account.id}`, {
      concurrency: null,
      weight: 9,
    });
    expect(body).toMatchObject({ concurrency: null, weight: 9, priority: 3, name: account.name });
    expect(body.models).toHaveLength(1);
    const entries = await auditOf(app, account.public_id);
    expect(entries.at(-1)).toMatchObject({
      action: 'upstream_account.updated',
      changes: { concurrency: { from: 5, to: null }, weight: { from: 1, to: 9 } },
    });
  });

  it('puts one list of models in the place of another', async () => {
    const account = await created({ models: [{ model: 'openai/gpt-4o' }] });
    const { body } = await admin.boss.patch<AccountBody>(`${path}/${account.id}`, {
      models: [{ model: 'openai/gpt-4.1' }],
    });
    expect(body.models.map(({ model }) => model)).toEqual(['openai/gpt-4.1']);
  });

  it('never takes a key along to another host: it must be given again', async () => {
    const account = await created({ kind: 'openai-compatible', base_url: 'https://one.example/v1' });
    const away = { base_url: 'https://attacker.example/v1' };
    const refused = await admin.boss.put(`${path}/${account.id}`, away);
    expect(refused).toMatchObject({ status: 422, body: { errors: { credentials: expect.any(Array) } } });
    const moved = await admin.boss.put(`${path}/${account.id}`, {
      ...away,
      credentials: { api_key: 'another-key' },
    });
    expect(moved).toMatchObject({ status: 200, body: { base_url: 'https://attacker.example/v1' } });
    const deeper = await admin.boss.put(`${path}/${account.id}`, { base_url: 'https://attacker.example/v2' });
    expect(deeper.status).toBe(200);
  });

  it('replaces credentials, and what is stored is sealed for this account alone', async () => {
    const account = await created();
    const other = await created();
    const { status } = await admin.boss.put(`${path}/${account.id}/credentials`, {
      credentials: { api_key: 'sk-the-second-key' },
    });
    expect(status).toBe(200);
    const rows = await app
      .get(Database)
      .query<{ sealed: string }>(
        'select sealed_credentials as sealed from upstream_accounts where id = any($1)',
        [[account.id, other.id]],
      );
    expect(new Set(rows.map(({ sealed }) => sealed)).size).toBe(2);
    for (const { sealed } of rows) expect(sealed).toMatch(/^v1\./);
  });
});

describe('listing accounts', () => {
  it('pages, searches by name and kind, and tells platform from tenants', async () => {
    const tenant = await admin.tenant();
    await created({ name: 'Findable alpha', kind: 'groq' });
    await created({ name: 'Findable beta', kind: 'groq', tenant_id: tenant.id });
    const list = async (query: string) =>
      (await admin.boss.get<Page<AccountBody>>(`${path}?${query}`)).body.data.map(({ name }) => name);
    expect(await list('search=findable&kind=groq')).toEqual(['Findable alpha', 'Findable beta']);
    expect(await list('search=findable&tenant_id=platform')).toEqual(['Findable alpha']);
    expect(await list(`tenant_id=${tenant.id}`)).toEqual(['Findable beta']);
    expect(await list('search=findable&per_page=1&page=2')).toEqual(['Findable beta']);
    expect(await list('search=%25')).toEqual([]);
  });

  it('tells what each kind of provider needs', async () => {
    const { body } = await admin.boss.get<{ data: { kind: string }[] }>(`${path}/kinds`);
    expect(body.data.map(({ kind }) => kind).toSorted()).toEqual(
      [
        'openai azure anthropic google vertex bedrock mistral deepseek xai groq cohere together fireworks',
        'openrouter openai-compatible simulator',
      ]
        .join(' ')
        .split(' ')
        .toSorted(),
    );
  });
});

describe('deleting an account', () => {
  it('takes its secrets away and leaves its row for the usage that names it', async () => {
    const account = await created({ secret_headers: { 'x-a': 'b' } });
    expect((await admin.boss.delete(`${path}/${account.id}`)).status).toBe(200);
    expect((await admin.boss.get(`${path}/${account.id}`)).status).toBe(404);
    expect((await admin.boss.put(`${path}/${account.id}`, { weight: 2 })).status).toBe(404);
    const [row] = await app
      .get(Database)
      .query('select sealed_credentials, sealed_headers from upstream_accounts where id = $1', [account.id]);
    expect(row).toEqual({ sealed_credentials: null, sealed_headers: null });
    await created({ name: account.name });
  });
});

describe('403 and 401, everybody else', () => {
  it('not members, admins or owners of a tenant, and not with a key', async () => {
    const tenant = await admin.tenant();
    const account = await created();
    for (const role of ['member', 'admin', 'owner'] as const) {
      const { call: person } = await admin.person(tenant, role);
      expect((await person.get(path)).status).toBe(403);
      expect((await person.post(path, draft())).status).toBe(403);
      expect((await person.put(`${path}/${account.id}`, { weight: 1 })).status).toBe(403);
      expect((await person.post(`${path}/${account.id}/test`, {})).status).toBe(403);
      expect((await person.delete(`${path}/${account.id}`)).status).toBe(403);
    }
    expect((await call.get(path)).status).toBe(401);
  });
});
