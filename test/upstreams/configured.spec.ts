import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  ConfiguredAccounts,
  RouteChooser,
  RouteTable,
  routeHeaders,
  UpstreamConnections,
  upstreamSecrets,
} from '@onegate/models';
import { CONFIGURATION, Database, readConfiguration, Resealing, type Configuration } from '@onegate/platform';
import { administration, type Administration, type Page } from '../admin/administration.ts';
import { Installation } from '../setup/installation.ts';
import { until } from '../setup/until.ts';
import { modelNamed } from './catalog.ts';

interface AccountBody {
  readonly id: number;
  readonly kind: string;
  readonly origin: string;
  readonly status: string;
  readonly credentials: { set: string[] };
}

const path = '/api/upstream-accounts';
let installation: Installation;
let app: NestFastifyApplication;
let admin: Administration;

beforeAll(async () => {
  installation = await Installation.create({ env: { ONEGATE_MODE: 'embedded' } });
  const api = await installation.api();
  app = api.app;
  admin = await administration(app, api.call);
});
afterAll(() => installation.close());

/** Starts again with other variables, as far as accounts are concerned. */
async function startedWith(env: Record<string, string>): Promise<AccountBody[]> {
  const config = app.get<Configuration>(CONFIGURATION);
  const url = { DATABASE_URL: config.database.url, REDIS_URL: config.redis.url };
  const secrets = { ONEGATE_SECRET_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}` };
  const next = readConfiguration({ ...url, ...secrets, ONEGATE_MODE: 'embedded', ...env });
  await app.get(ConfiguredAccounts).ensure(next);
  await app.get(ConfiguredAccounts).ensure(next);
  const { body } = await admin.boss.get<Page<AccountBody>>(`${path}?per_page=100`);
  return body.data;
}

async function keyOf({ id, kind }: AccountBody): Promise<string | undefined> {
  const request = { method: 'GET', url: 'https://provider.example/' };
  const account = { id, kind, settings: {} } as Parameters<UpstreamConnections['headersFor']>[0];
  return (await app.get(UpstreamConnections).headersFor(account, request)).authorization;
}

describe('a provider key in the environment', () => {
  it('becomes one account, follows the variable, and is out of use when it goes', async () => {
    const [account] = await startedWith({ ONEGATE_OPENAI_API_KEY: 'sk-first' });
    if (!account) throw new Error('An account is made');
    expect(account).toMatchObject({ kind: 'openai', origin: 'environment', serves: 'matching' });
    expect(await keyOf(account)).toBe('Bearer sk-first');

    const changed = await startedWith({ ONEGATE_OPENAI_API_KEY: 'sk-second' });
    expect(changed.map(({ id }) => id)).toEqual([account.id]);
    expect(await keyOf(account)).toBe('Bearer sk-second');

    const [gone] = await startedWith({});
    expect(gone).toMatchObject({ id: account.id, status: 'not_configured', credentials: { set: [] } });
    const [back] = await startedWith({ ONEGATE_OPENAI_API_KEY: 'sk-third' });
    expect(back).toMatchObject({ id: account.id, status: 'active' });
    expect(await keyOf(account)).toBe('Bearer sk-third');
  });

  it('stays disabled when a person disabled it, and keeps what the person set', async () => {
    const [account] = await startedWith({ ONEGATE_OPENAI_API_KEY: 'sk-first' });
    await admin.boss.put(`${path}/${account?.id}`, { enabled: false, weight: 7 });
    const [after] = await startedWith({ ONEGATE_OPENAI_API_KEY: 'sk-other' });
    expect(after).toMatchObject({ status: 'disabled', weight: 7 });
    await admin.boss.put(`${path}/${account?.id}`, { enabled: true });
  });

  it('is not changed or deleted by people, for the next start would undo it: 409', async () => {
    const [account] = await startedWith({ ONEGATE_OPENAI_API_KEY: 'sk-first' });
    const at = `${path}/${account?.id}`;
    expect((await admin.boss.delete(at)).status).toBe(409);
    expect((await admin.boss.put(at, { base_url: 'https://evil.example' })).status).toBe(409);
    expect((await admin.boss.put(`${at}/credentials`, { credentials: { api_key: 'mine' } })).status).toBe(
      409,
    );
  });

  it('is never one without the prefix: nothing ambient is picked up', async () => {
    const ambient = {
      OPENAI_API_KEY: 'sk-ambient',
      ANTHROPIC_API_KEY: 'x',
      GROQ_API_KEY: 'x',
      GEMINI_API_KEY: 'x',
    };
    const accounts = await startedWith(ambient);
    expect(accounts.filter(({ status }) => status === 'active')).toEqual([]);
  });

  it('of each provider serves the models that this provider makes', async () => {
    await startedWith({
      ONEGATE_ANTHROPIC_API_KEY: 'a',
      ONEGATE_GEMINI_API_KEY: 'b',
      ONEGATE_OPENROUTER_API_KEY: 'c',
      ONEGATE_MISTRAL_API_KEY: 'd',
      ONEGATE_DEEPSEEK_API_KEY: 'e',
      ONEGATE_XAI_API_KEY: 'f',
      ONEGATE_GROQ_API_KEY: 'g',
      ONEGATE_COHERE_API_KEY: 'h',
      ONEGATE_TOGETHER_API_KEY: 'i',
      ONEGATE_FIREWORKS_API_KEY: 'j',
    });
    const model = await modelNamed(app, 'anthropic/claude-sonnet-4.5');
    const { candidates } = await app.get(RouteChooser).choose(model, { tenantId: null });
    expect(
      candidates.map(({ account, upstreamName }) => `${account.kind} ${upstreamName}`).toSorted(),
    ).toEqual(['anthropic claude-sonnet-4-5', 'openrouter anthropic/claude-sonnet-4.5']);
  });
});

describe('the simulated provider of the embedded start', () => {
  const simulated = { ONEGATE_SIMULATOR_URL: 'http://127.0.0.1:4010' };

  it('serves every model that no other account serves, and its answers say that they are made up', async () => {
    await startedWith({ ...simulated, ONEGATE_OPENAI_API_KEY: 'sk-first' });
    const table = await until('the simulated routes', async () => {
      const routes = await app.get(RouteTable).current();
      return routes.size > 100 && routes;
    });
    const [active] = await app
      .get(Database)
      .query<{ count: number }>(
        `select count(*)::integer as count from models where is_active and state in ('active', 'deprecated')`,
      );
    expect(table.size).toBe(active?.count);
    const kinds = async (name: string) =>
      (table.get((await modelNamed(app, name)).id) ?? []).map(({ account }) => account.kind);
    expect(await kinds('openai/gpt-4o')).toEqual(['openai']);
    expect(await kinds('anthropic/claude-sonnet-4.5')).toEqual(['simulator']);
    const route = table.get((await modelNamed(app, 'anthropic/claude-sonnet-4.5')).id)?.[0];
    expect(route && routeHeaders(route)).toEqual({ 'x-onegate-simulated': 'true' });
  });

  it('is out of use once the installation is no trial any more', async () => {
    await startedWith({ ...simulated, ONEGATE_MODE: 'production' });
    await until('no simulated route', async () => {
      const table = await app.get(RouteTable).current();
      return [...table.values()].flat().every(({ account }) => !account.isSimulated);
    });
  });
});

describe('a simulated provider in production', () => {
  it('answers nobody, be it left over from the trial or brought by a person, and none can be added', async () => {
    await startedWith({ ONEGATE_SIMULATOR_URL: 'http://127.0.0.1:4010' });
    const brought = {
      name: 'Left over',
      kind: 'simulator',
      base_url: 'http://127.0.0.1:4010/v1',
      serves: 'matching',
    };
    expect((await admin.boss.post(path, brought)).status).toBe(201);
    const production = await Installation.create({
      env: {
        DATABASE_URL: app.get<Configuration>(CONFIGURATION).database.url,
        ONEGATE_SIMULATOR_URL: 'http://127.0.0.1:4010',
        ONEGATE_MODE: 'production',
      },
    });
    const { app: live, call } = await production.api();
    const table = async () => [...(await live.get(RouteTable).current()).values()].flat();
    expect((await table()).filter(({ account }) => account.isSimulated)).toEqual([]);
    await live.get(ConfiguredAccounts).ensure();
    expect((await table()).filter(({ account }) => account.isSimulated)).toEqual([]);
    const { boss } = await administration(live, call);
    expect(await boss.post(path, { ...brought, name: 'New' })).toMatchObject({
      status: 422,
      body: { errors: { kind: [expect.stringContaining('not in production')] } },
    });
    await production.close();
  });
});

it('under a new master secret a key is neither made anew nor lost', async () => {
  const accounts = await startedWith({ ONEGATE_OPENAI_API_KEY: 'sk-first' });
  const account = accounts.find(({ status }) => status === 'active');
  const sealed = () =>
    app
      .get(Database)
      .query<{ sealed: string }>('select sealed_credentials as sealed from upstream_accounts where id = $1', [
        account?.id,
      ]);
  expect((await sealed())[0]?.sealed).toMatch(/^v1\.k1\./);
  const rotated = await Installation.create({
    env: {
      DATABASE_URL: app.get<Configuration>(CONFIGURATION).database.url,
      ONEGATE_SECRET_KEYS: `k2:${Buffer.alloc(32, 9).toString('base64')},k1:${Buffer.alloc(32, 7).toString('base64')}`,
      ONEGATE_OPENAI_API_KEY: 'sk-first',
      ONEGATE_MODE: 'embedded',
    },
  });
  const { app: next } = await rotated.api();
  await next.get(ConfiguredAccounts).ensure();
  expect((await sealed())[0]?.sealed).toMatch(/^v1\.k1\./);
  await next.get(Resealing).reseal(upstreamSecrets);
  expect((await sealed())[0]?.sealed).toMatch(/^v1\.k2\./);
  const request = { method: 'GET', url: 'https://provider.example/' };
  const called = { id: account?.id ?? 0, kind: 'openai', settings: {} } as const;
  expect(await next.get(UpstreamConnections).headersFor(called, request)).toMatchObject({
    authorization: 'Bearer sk-first',
  });
  await rotated.close();
});
