import { gzipSync } from 'node:zlib';
import { ApiKeysService } from '@onegate/auth';
import { usd } from '@onegate/platform';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { given } from '../setup/given.ts';
import { gatewayHouse, type GatewayHouse } from './gateway-house.ts';

let house: GatewayHouse;

beforeAll(async () => {
  const env = { ONEGATE_GATEWAY_TRIES: '1', ONEGATE_BODY_LIMIT_BYTES: '100000' };
  house = await gatewayHouse({ env });
});
afterAll(() => house.installation.close());

type Restriction = Partial<Parameters<ApiKeysService['create']>[0]>;

/** A key with which something is not right. */
async function key(restriction: Restriction = {}, credit = usd(100)): Promise<string> {
  const user = await given(house.app).user();
  if (credit > 0n) await given(house.app).credit(user, credit);
  const order = { userId: user.id, name: 'Restricted', ...restriction };
  return (await house.app.get(ApiKeysService).create(order)).value;
}

interface Ask {
  readonly key?: string | null;
  readonly method?: string;
  readonly body?: unknown;
  readonly script?: string;
  /** How the body says that it is packed. */
  readonly encoding?: string;
}

interface Told {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: unknown;
}

interface Surface {
  readonly path: string;
  readonly body: Record<string, unknown>;
  /** A field of the wrong type, and what that is. */
  readonly wrong: Record<string, unknown>;
  readonly statusOfWrong: number;
  error(word: Word, status: number): object;
}

/** What programs look at: OpenAI's type and code, Anthropic's type, the code of the other surfaces. */
interface Word {
  readonly type: string;
  readonly code: unknown;
  readonly anthropic: string;
  readonly param?: unknown;
}

const messages = [{ role: 'user', content: 'Say hello' }];
const openAi = ({ type, code, param = null }: Word) => ({
  error: { message: expect.stringMatching(/\w/), type, param, code },
});

const surfaces: Record<string, Surface> = {
  '/v1/chat/completions': {
    path: '/v1/chat/completions',
    body: { model: 'openai/gpt-4o-mini', messages },
    wrong: { messages: 5 },
    statusOfWrong: 400,
    error: openAi,
  },
  '/v1/responses': {
    path: '/v1/responses',
    body: { model: 'openai/gpt-4.1-mini', input: 'Say hello' },
    wrong: { input: 5 },
    statusOfWrong: 400,
    error: openAi,
  },
  '/v1/embeddings': {
    path: '/v1/embeddings',
    body: { model: 'openai/text-embedding-3-small', input: 'Say hello' },
    wrong: { input: null },
    statusOfWrong: 400,
    error: openAi,
  },
  '/v1/messages': {
    path: '/v1/messages',
    body: { model: 'anthropic/claude-sonnet-4.6', max_tokens: 20, messages },
    wrong: { messages: 5 },
    statusOfWrong: 400,
    error: ({ anthropic }) => ({
      type: 'error',
      error: { type: anthropic, message: expect.stringMatching(/\w/) },
      request_id: expect.stringMatching(/\w/),
    }),
  },
  '/api/v1/chat/completions': {
    path: '/api/v1/chat/completions',
    body: { model: 'openai/gpt-4o', messages },
    wrong: { messages: 5 },
    statusOfWrong: 400,
    error: (word, status) => ({
      error: {
        code: word === words['unpaid'] ? 'insufficient_credits' : status,
        message: expect.stringMatching(/\w/),
        metadata: { error_type: expect.stringMatching(/\w/) },
      },
    }),
  },
  'POST /api': {
    path: '/api',
    body: { model: 'openai/gpt-4.1', messages },
    wrong: { messages: 5 },
    statusOfWrong: 422,
    error: (_word, status) => ({
      error: { code: expect.stringMatching(/\w/), message: expect.stringMatching(/\w/) },
      code: status,
      output: { error: expect.stringMatching(/\w/), content: expect.stringMatching(/\w/) },
    }),
  },
};

async function told({ path, body }: Surface, ask: Ask = {}): Promise<Told> {
  const signedIn = ask.key === undefined ? house.apiKey : ask.key;
  const { method = 'POST' } = ask;
  const isAsItIs = typeof ask.body === 'string' || Buffer.isBuffer(ask.body);
  const sent = isAsItIs ? (ask.body as string | Buffer<ArrayBuffer>) : JSON.stringify(ask.body ?? body);
  const answer = await fetch(house.call.url + path, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(signedIn !== null && { authorization: `Bearer ${signedIn}` }),
      ...(ask.script !== undefined && { 'x-simulate': ask.script }),
      ...(ask.encoding !== undefined && { 'content-encoding': ask.encoding }),
    },
    ...(method !== 'GET' && { body: sent }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, body: JSON.parse(text) as unknown };
}

const invalid = 'invalid_request_error';
const words: Record<string, Word> = {
  malformed: { type: invalid, code: 'malformed', anthropic: invalid },
  tooDeep: { type: invalid, code: 'too_deep', anthropic: invalid },
  packed: { type: invalid, code: 'encoding', anthropic: invalid },
  modelMissing: {
    type: invalid,
    code: expect.any(String),
    anthropic: invalid,
    // Where the shape of a body is checked, the field is told by its name.
    param: expect.not.stringMatching(/^(?!model$)/),
  },
  unauthenticated: {
    type: 'authentication_error',
    code: expect.any(String),
    anthropic: 'authentication_error',
  },
  unpaid: { type: 'insufficient_quota', code: expect.any(String), anthropic: 'billing_error' },
  usedUp: { type: 'insufficient_quota', code: 'quota_used_up', anthropic: 'billing_error' },
  forbidden: { type: 'permission_error', code: expect.any(String), anthropic: 'permission_error' },
  unknown: { type: invalid, code: expect.any(String), anthropic: 'not_found_error' },
  method: { type: invalid, code: 'method', anthropic: invalid },
  tooLarge: { type: invalid, code: 'too_large', anthropic: 'request_too_large' },
  tooOften: { type: 'rate_limit_error', code: 'requests_per_minute', anthropic: 'rate_limit_error' },
  failed: { type: 'upstream_error', code: 'upstream_failed', anthropic: 'api_error' },
  overloaded: { type: 'server_error', code: expect.any(String), anthropic: 'overloaded_error' },
};

interface Case {
  readonly status: number;
  readonly what: string;
  readonly word: keyof typeof words;
  readonly ask: (surface: Surface) => Promise<Ask> | Ask;
}

const nestedIn = (body: string) =>
  body.replace('"tools":0', `"tools":${'['.repeat(9_000)}${']'.repeat(9_000)}`);

const cases: readonly Case[] = [
  { status: 400, what: 'a body that is no JSON', word: 'malformed', ask: () => ({ body: '{"model": ' }) },
  {
    status: 400,
    what: 'a body that is no UTF-8',
    word: 'malformed',
    ask: ({ body }) => ({ body: Buffer.from(JSON.stringify({ ...body, user: 'Zoé' }), 'latin1') }),
  },
  {
    // Deeper than what reads it can follow: it must not look like a provider that fails.
    status: 400,
    what: 'a body that is nested too deep',
    word: 'tooDeep',
    ask: ({ body }) => ({ body: nestedIn(JSON.stringify({ ...body, tools: 0 })) }),
  },
  {
    status: 415,
    what: 'a body that is packed',
    word: 'packed',
    ask: ({ body }) => ({ body: gzipSync(JSON.stringify(body)), encoding: 'gzip' }),
  },
  {
    status: 400,
    what: 'no model',
    word: 'modelMissing',
    ask: ({ body }) => ({ body: { ...body, model: undefined } }),
  },
  { status: 401, what: 'no key', word: 'unauthenticated', ask: () => ({ key: null }) },
  { status: 401, what: 'a key that is none', word: 'unauthenticated', ask: () => ({ key: 'sk-nobodys' }) },
  { status: 402, what: 'no credit', word: 'unpaid', ask: async () => ({ key: await key({}, 0n) }) },
  {
    status: 402,
    what: 'a spend limit that is used up',
    word: 'usedUp',
    ask: async () => ({ key: await key({ quotaNanoUsd: 1n }) }),
  },
  {
    status: 403,
    what: 'a model that the key may not call',
    word: 'forbidden',
    ask: async () => ({ key: await key({ allowedModels: ['deepseek/*'] }) }),
  },
  {
    status: 403,
    what: 'an address that the key may not come from',
    word: 'forbidden',
    ask: async () => ({ key: await key({ allowedIps: ['203.0.113.7'] }) }),
  },
  {
    status: 404,
    what: 'a model that there is not',
    word: 'unknown',
    ask: ({ body }) => ({ body: { ...body, model: 'nobody/nothing' } }),
  },
  { status: 405, what: 'another method', word: 'method', ask: () => ({ method: 'PUT' }) },
  {
    status: 413,
    what: 'too large a body',
    word: 'tooLarge',
    ask: ({ body }) => ({ body: { ...body, user: 'x'.repeat(200_000) } }),
  },
  {
    status: 429,
    what: 'more requests than the key may make',
    word: 'tooOften',
    ask: async (surface) => {
      const busy = await key({ requestsPerMinute: 1 });
      await told(surface, { key: busy });
      return { key: busy };
    },
  },
  {
    status: 502,
    what: 'a provider that fails',
    word: 'failed',
    ask: () => ({ script: 'fail=500' }),
  },
  {
    status: 503,
    what: 'a provider that is overloaded',
    word: 'overloaded',
    ask: () => ({ script: 'fail=503' }),
  },
];

/** Of our accounts, of the way to them, of the client's own key, and of our insides. */
const secret = /127\.0\.0\.1|localhost|https?:\/\/|sk-\w|Simulat|node_modules|\bat \w+ \(/;
const isFinal = (status: number) => status < 500 && status !== 429;

describe.each(Object.entries(surfaces))('%s', (_path, surface) => {
  it.each(cases.map((row) => [row.status, row.what, row] as const))(
    '%d for %s, in its own words',
    async (status, _what, { ask, word }) => {
      const { [word]: known } = words;
      if (!known) throw new Error(word);
      const answer = await told(surface, await ask(surface));
      expect([answer.status, answer.body]).toMatchObject([status, surface.error(known, status)]);
      expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
      expect(answer.headers.get('x-request-id')).toBeTruthy();
      expect(answer.headers.get('x-should-retry')).toBe(isFinal(status) ? 'false' : null);
      if (status === 429) expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      if (status === 405) expect(answer.headers.get('allow')).toBe('POST');
      expect(answer.text).not.toMatch(secret);
    },
  );

  it(`${surface.statusOfWrong} for a field of the wrong type, which it names`, async () => {
    const { statusOfWrong: status, body, wrong } = surface;
    const answer = await told(surface, { body: { ...body, ...wrong } });
    expect(answer.status).toBe(status);
    expect(answer.text).toContain(Object.keys(wrong)[0]);
    expect(answer.headers.get('x-should-retry')).toBe('false');
  });
});

describe('/v1/files', () => {
  const styles = [
    ['OpenAI', {}, (type: string) => ({ error: { type, message: expect.stringMatching(/\w/) } })],
    [
      'Anthropic',
      { 'anthropic-version': '2023-06-01' },
      (_type: string, anthropic: string) => ({ type: 'error', error: { type: anthropic } }),
    ],
  ] as const;

  it.each(styles)('401, 403 and 404 in the words of %s', async (_name, style, error) => {
    const { call } = house;
    const asked = async (value: string | null, path = '/v1/files') =>
      call.with({ ...style, ...(value !== null && { authorization: `Bearer ${value}` }) }).get(path);
    const elsewhere = await key({ allowedIps: ['203.0.113.7'] });
    const answers = [
      await asked(null),
      await asked(elsewhere),
      await asked(house.apiKey, '/v1/files/file-of-nobody'),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 403, 404]);
    expect(answers.map(({ body }) => body)).toMatchObject([
      error('authentication_error', 'authentication_error'),
      error('permission_error', 'permission_error'),
      error('invalid_request_error', 'not_found_error'),
    ]);
    for (const { headers } of answers) expect(headers.get('x-should-retry')).toBe('false');
  });
});
