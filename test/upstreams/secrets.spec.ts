import { inspect } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ConfiguredAccounts, RouteChooser } from '@onegate/models';
import { Database, LOGGER, type Logger } from '@onegate/platform';
import { Redis } from 'ioredis';
import { UpstreamSecrets } from '../../libs/models/src/upstream-accounts/upstream-secrets.service.ts';
import { people } from '../account/people.ts';
import { administration } from '../admin/administration.ts';
import { Caller, type Answer } from '../setup/caller.ts';
import { Installation } from '../setup/installation.ts';
import { until } from '../setup/until.ts';
import { modelNamed } from './catalog.ts';
import { simulatedProvider, type SimulatedProvider } from './simulated-provider.ts';

/** Each secret holds this, and nothing else does. */
const mark = 'nobodysees';
const secret = (name: string) => `sk-${mark}-${name}-0123456789`;
const lines: string[] = [];
const answers: string[] = [];
let installation: Installation;
let app: NestFastifyApplication;
let call: Caller;
let provider: SimulatedProvider;

/** Keeps every answer that it gets. */
class ListeningCaller extends Caller {
  override async send<Body>(method: string, path: string, body?: unknown): Promise<Answer<Body>> {
    const answer = await super.send<Body>(method, path, body);
    answers.push(JSON.stringify([path, answer.body, [...answer.headers]]));
    return answer;
  }

  override with(headers: Record<string, string>): ListeningCaller {
    return new ListeningCaller(this.url, { ...this.ownHeaders, ...headers });
  }

  constructor(
    url: string,
    private readonly ownHeaders: Readonly<Record<string, string>> = {},
  ) {
    super(url, ownHeaders);
  }
}

beforeAll(async () => {
  installation = await Installation.create({
    log: { write: (line) => void lines.push(line) },
    env: { ONEGATE_GROQ_API_KEY: secret('environment') },
  });
  const api = await installation.api();
  app = api.app;
  call = new ListeningCaller(api.call.url);
  await installation.worker();
  provider = await simulatedProvider(installation);
});
afterAll(() => installation.close());

it('no secret of an account is in any answer, log line, job, message, cache, audit entry or row', async () => {
  await app.get(ConfiguredAccounts).ensure();
  const { boss } = await administration(app, call);
  const shared = {
    kind: 'openai-compatible',
    base_url: provider.baseUrl,
    credentials: { api_key: secret('shared') },
    secret_headers: { 'x-team-token': secret('header') },
    models: [{ model: 'openai/gpt-4o', upstream_name: 'gpt-4o' }],
  };
  const { body: account } = await boss.post<{ id: number }>('/api/upstream-accounts', {
    ...shared,
    name: 'Good',
  });
  const { body: broken } = await boss.post<{ id: number }>('/api/upstream-accounts', {
    ...shared,
    name: 'Broken',
    base_url: 'http://127.0.0.1:9/v1',
    models: [],
  });
  const at = `/api/upstream-accounts/${account.id}`;
  // What is refused is not repeated either, wherever the secret was put.
  await boss.post('/api/upstream-accounts', { ...shared, name: secret('name').repeat(20) });
  await boss.post('/api/upstream-accounts', { ...shared, name: 'Wrong', kind: 'vertex' });
  await boss.post('/api/upstream-accounts', {
    ...shared,
    name: 'Twin',
    secret_headers: { host: secret('host') },
  });
  await boss.put(at, { credentials: { api_key: `${secret('lines')}\n` } });
  await boss.put(`${at}/credentials`, { credentials: { api_key: secret('rotated') } });
  await boss.post(`${at}/test`, {});
  await boss.post(`${at}/test`, { model: 'openai/gpt-4o' });
  await boss.post(`/api/upstream-accounts/${broken.id}/test`, {});
  await boss.put(`/api/upstream-accounts/${broken.id}/credentials`, {
    credentials: { api_key: secret('refused') },
    verify: true,
  });
  await boss.get('/api/upstream-accounts?per_page=100');

  const where = await people(app, call).organization();
  await where.owner.call.post(`${where.path}/upstream-accounts`, {
    name: 'Own',
    kind: 'openai-compatible',
    baseUrl: provider.baseUrl,
    credentials: { api_key: secret('own') },
    models: [{ model: 'openai/gpt-4o', upstreamName: 'gpt-4o' }],
  });
  await where.owner.call.get(`${where.path}/upstream-accounts`);
  await where.owner.call.post('/v1/usage/account_capacity/refresh');
  await useRoute();
  await boss.get('/api/audit-log?per_page=100');
  expect((await boss.get('/metrics')).status).toBe(200);
  await boss.delete(at);

  const everywhere = { answers, lines, redis: await everythingInRedis(), rows: await everyRow() };
  for (const [place, texts] of Object.entries(everywhere)) {
    expect([place, texts.length > 3]).toEqual([place, true]);
    expect([place, texts.filter((text) => text.includes(mark))]).toEqual([place, []]);
  }
});

/** As the gateway does: takes a place, and logs whatever it holds. */
async function useRoute(): Promise<void> {
  const model = await modelNamed(app, 'openai/gpt-4o');
  const lease = await until('a route', () =>
    app
      .get(RouteChooser)
      .take(model, { tenantId: null, stickyKey: `${mark} of a client` })
      .catch(() => undefined),
  );
  const secrets = await app.get(UpstreamSecrets).of(lease.route.account.id);
  expect(secrets?.values.some((value) => value.includes(mark))).toBe(true);
  app.get<Logger>(LOGGER).warn({ lease, secrets, text: inspect(secrets) }, 'What a careless line would log');
  await lease.release({ outcome: 'unreachable' });
}

async function everythingInRedis(): Promise<string[]> {
  const redis = app.get(Redis);
  const keys = await redis.keys(`*${installation.name}*`);
  return Promise.all(keys.map(async (key) => `${key} ${JSON.stringify(await valueOf(redis, key))}`));
}

/** Read as what it is: a dump would be compressed. */
async function valueOf(redis: Redis, key: string): Promise<unknown> {
  const reads: Record<string, () => Promise<unknown>> = {
    string: () => redis.get(key),
    hash: () => redis.hgetall(key),
    list: () => redis.lrange(key, 0, -1),
    set: () => redis.smembers(key),
    zset: () => redis.zrange(key, 0, '-1'),
    stream: () => redis.xrange(key, '-', '+'),
  };
  return reads[await redis.type(key)]?.();
}

async function everyRow(): Promise<string[]> {
  const database = app.get(Database);
  const tables = await database.query<{ tablename: string }>(
    "select tablename from pg_tables where schemaname = 'public'",
  );
  const rows = await Promise.all(
    tables.map(({ tablename }) =>
      database.query<{ row: string }>(`select t::text as row from ${tablename} t`),
    ),
  );
  return rows.flat().map(({ row }) => row);
}
