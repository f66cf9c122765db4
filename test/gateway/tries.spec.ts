import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { RouteStates } from '../../libs/models/src/routing/route-states.ts';
import { usd } from '@onegate/platform';
import { given } from '../setup/given.ts';
import { until } from '../setup/until.ts';
import { gatewayHouse, type GatewayHouse } from './gateway-house.ts';
import { LoopbackProvider } from './loopback-provider.ts';

let house: GatewayHouse;
let provider: LoopbackProvider;
let second: LoopbackProvider;
let count = 0;

beforeAll(async () => {
  house = await gatewayHouse({ env: { ONEGATE_GATEWAY_RETRY_SECONDS: '5' } });
  provider = await LoopbackProvider.start(house.installation);
  second = await LoopbackProvider.start(house.installation);
});
afterEach(() => house.removeAccounts());
afterAll(() => house.installation.close());

interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

const messages = [{ role: 'user', content: 'Say hello' }];

async function chat(body: object, script?: string, path = '/v1/chat/completions'): Promise<Answered> {
  count += 1;
  const answer = await fetch(`${house.call.url}${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${house.apiKey}`,
      'content-type': 'application/json',
      ...(script === undefined ? {} : { 'x-simulate': `${script},tag=try${count}` }),
    },
    body: JSON.stringify({ messages, ...body }),
  });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

const tries = (answer: Answered) => Number(answer.headers.get('x-onegate-tries'));
const whole = JSON.stringify({
  id: 'chatcmpl-second',
  object: 'chat.completion',
  model: 'm',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Well.' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
});
const stream = [
  'data: {"id":"chatcmpl-second","choices":[{"index":0,"delta":{"content":"Well."},"finish_reason":"stop"}]}\n\n',
  'data: {"id":"chatcmpl-second","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2}}\n\ndata: [DONE]\n\n',
];

/** Two accounts, the first of which is tried first. */
async function two(model: string, first: object = {}, other: object = {}): Promise<[number, number]> {
  const kind = { kind: 'openai-compatible' };
  const one = await house.account(model, { ...kind, base_url: provider.url, priority: 1, ...first });
  const next = await house.account(model, { ...kind, base_url: second.url, priority: 2, ...other });
  return [one, next];
}

async function inFlight(accountId: number): Promise<number> {
  return (await house.app.get(RouteStates).read(accountId)).inFlight;
}

describe('A call whose account fails before the first byte', () => {
  const failures = [
    ['503', 503],
    ['500', 500],
    ['529', 529],
    ['429', 429],
    ['408', 408],
    ['409', 409],
    ['401 of our key', 401],
    ['402 of our account', 402],
    ['403 of our account', 403],
  ] as const;
  it.each(failures)('is answered by the next one: %s', async (_name, status) => {
    const [one, other] = await two('openai/gpt-4o');
    provider.answers(status, { error: { message: 'No.' } });
    second.answers(200, whole);
    const asked = second.calls.length;
    const answer = await chat({ model: 'openai/gpt-4o' });
    expect(answer).toMatchObject({ status: 200, text: whole });
    expect(tries(answer)).toBe(2);
    expect(answer.headers.get('x-onegate-model')).toBe('openai/gpt-4o');
    expect(answer.headers.get('x-onegate-provider')).toBe('openai-compatible');
    expect(second.calls.length).toBe(asked + 1);
    const end = await house.settled();
    expect(end).toMatchObject({ attempts: 2, status: 'completed', route: { account: { id: other } } });
    await until('all places to be free', async () => (await inFlight(one)) + (await inFlight(other)) === 0);
  });

  it.each([
    ['a model that it does not know', 404, { message: 'No such model.', code: 'model_not_found' }],
    ['an account that has no credit left', 429, { message: 'No more.', code: 'insufficient_quota' }],
    ['a key that it does not know', 400, { message: 'Bad key.', code: 'invalid_api_key' }],
  ])('is answered by the next one, translated: %s', async (_name, status, error) => {
    const kind = 'deepseek';
    await two('openai/gpt-4o', { kind }, { kind });
    provider.answers(status, { error });
    second.answers(200, whole);
    const answer = await chat({ model: 'openai/gpt-4o', max_tokens: 9 }, undefined, '/v1/messages');
    expect([answer.status, tries(answer)]).toEqual([200, 2]);
    expect(answer.text).toContain('Well.');
  });

  const breaks: readonly (readonly [string, (start: LoopbackProvider) => void])[] = [
    ['the connection breaks', (at) => at.does((response) => response.destroy())],
    [
      'the connection breaks behind the headers',
      (at) =>
        at.does((response) => {
          response.writeHead(200, { 'content-type': 'text/event-stream' });
          response.flushHeaders();
          setTimeout(() => response.destroy(), 5);
        }),
    ],
    ['an empty stream', (at) => at.streams()],
    [
      'an error as the first event behind comments',
      (at) =>
        at.does((response) => {
          response.writeHead(200, { 'content-type': 'text/event-stream' });
          response.write(': OPENROUTER PROCESSING\n\n');
          setTimeout(() => response.write(': OPENROUTER PROCESSING\n\n'), 20);
          const error = { message: 'Overloaded', type: 'overloaded_error' };
          setTimeout(() => response.end(`data: ${JSON.stringify({ error })}\n\n`), 40);
        }),
    ],
    [
      'an error as the first event',
      (at) => at.streams('data: {"error":{"message":"Overloaded","type":"overloaded_error"}}\n\n'),
    ],
    ['a page instead of an answer', (at) => at.answers(200, '<html>', { 'content-type': 'text/html' })],
    [
      'an error with status 200',
      (at) => at.answers(200, { error: { message: 'Provider returned error', code: 502 } }),
    ],
  ];
  it.each(breaks)('is answered by the next one: %s', async (_name, breaks) => {
    await two('openai/gpt-4o');
    breaks(provider);
    second.streams(...stream);
    const answer = await chat({
      model: 'openai/gpt-4o',
      stream: true,
      stream_options: { include_usage: true },
    });
    expect(answer).toMatchObject({ status: 200, text: stream.join('') });
    expect(tries(answer)).toBe(2);
  });

  it('is answered by the next one: nobody listens', async () => {
    await two('openai/gpt-4o', { base_url: 'http://127.0.0.1:9/v1' });
    second.answers(200, whole);
    expect(await chat({ model: 'openai/gpt-4o' })).toMatchObject({ status: 200, text: whole });
  });

  it('is answered by the next one: silence', async () => {
    const timeouts = { connect_ms: 1_000, first_byte_ms: 1_000, idle_ms: 1_000, total_ms: 60_000 };
    await two('openai/gpt-4o', { timeouts });
    provider.does(() => undefined);
    second.answers(200, whole);
    expect(await chat({ model: 'openai/gpt-4o' })).toMatchObject({ status: 200, text: whole });
  });

  it('is tried at the same one again, when the provider says so', async () => {
    const startedAt = Date.now();
    const answer = await chat({ model: 'openai/gpt-4.1' }, 'fail=429,first=1,retry=1');
    expect(answer.status).toBe(200);
    expect(tries(answer)).toBe(2);
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(1_000);
  });

  it('is tried at the same one again after a moment', async () => {
    const answer = await chat({ model: 'openai/gpt-4.1-mini' }, 'fail=503,first=1');
    expect([answer.status, tries(answer)]).toEqual([200, 2]);
  });

  it('is given up at once when the provider wants more time than there is', async () => {
    const startedAt = Date.now();
    const answer = await chat({ model: 'openai/gpt-4.1-nano' }, 'fail=429,retry=60');
    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toBe('60');
    expect(Date.now() - startedAt).toBeLessThan(2_000);
    expect(house.calls.at(-1)).toMatchObject({ ends: [], released: 1 });
  });

  it('is given up after the tries that the setting allows, and costs nothing', async () => {
    const model = 'openai/gpt-4o';
    const ids: number[] = [];
    for (let nth = 0; nth < 6; nth += 1)
      ids.push(await house.account(model, { kind: 'openai-compatible', base_url: provider.url }));
    provider.answers(503, { error: { message: 'No.' } });
    const asked = provider.calls.length;
    const answer = await chat({ model });
    expect(answer.status).toBe(503);
    expect(provider.calls.length - asked).toBe(4);
    expect(house.calls.at(-1)).toMatchObject({ ends: [], released: 1 });
    for (const id of ids) await until('its place to be free', async () => (await inFlight(id)) === 0);
  });
});

describe('A call that names models that may stand in', () => {
  it('is answered by the next model when the first has no account that works', async () => {
    await house.account('openai/gpt-4o', { kind: 'openai-compatible', base_url: provider.url });
    provider.answers(503, { error: { message: 'No.' } });
    const answer = await chat({ model: 'openai/gpt-4o', models: ['openai/gpt-4o-mini'] });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('x-onegate-model')).toBe('openai/gpt-4o-mini');
    expect((await house.settled()).model.slug).toBe('openai/gpt-4o-mini');
  });

  it.each([undefined, null])('passes over a model that there is not; `model` is %s', async (unset) => {
    const answer = await chat({ model: unset, models: ['nobody/nothing', 'openai/gpt-4o-mini'] });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('x-onegate-model')).toBe('openai/gpt-4o-mini');
  });
});

describe('A call is not tried again', () => {
  it('when the request itself is at fault', async () => {
    await two('openai/gpt-4o');
    provider.answers(400, { error: { message: 'temperature is too high', param: 'temperature' } });
    const asked = second.calls.length;
    const answer = await chat({ model: 'openai/gpt-4o' });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('temperature is too high');
    expect(second.calls.length).toBe(asked);
  });

  it('when the first byte is out', async () => {
    await two('openai/gpt-4o');
    provider.does((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: {"id":"c","choices":[{"index":0,"delta":{"content":"So far"}}]}\n\ndata: {"id":');
      setTimeout(() => response.destroy(), 20);
    });
    const asked = second.calls.length;
    const answer = await chat({ model: 'openai/gpt-4o', stream: true });
    expect(answer.status).toBe(200);
    expect(answer.text).toMatch(/So far.*answer_interrupted.*\[DONE\]/s);
    expect(answer.text).not.toContain('data: {"id":data');
    expect(second.calls.length).toBe(asked);
    expect(await house.settled()).toMatchObject({ status: 'interrupted' });
  });
});

describe('What a good answer tells of the account’s limits', () => {
  const limits = {
    'x-ratelimit-limit-requests': '500',
    'x-ratelimit-remaining-requests': '499',
    'x-ratelimit-limit-tokens': '30000',
    'x-ratelimit-remaining-tokens': '29000',
  };
  it.each([
    ['in one piece', 'openai-compatible', '/v1/chat/completions', false],
    ['in a stream', 'openai-compatible', '/v1/chat/completions', true],
    ['translated', 'deepseek', '/v1/responses', false],
    ['translated in a stream', 'deepseek', '/v1/responses', true],
  ] as const)('is known to routing: %s', async (_name, kind, path, isStream) => {
    const id = await house.account('openai/gpt-4o', { kind, base_url: provider.url });
    provider.does((response) => {
      const type = isStream ? 'text/event-stream' : 'application/json';
      response.writeHead(200, { 'content-type': type, ...limits }).end(isStream ? stream.join('') : whole);
    });
    const answer = await chat({ model: 'openai/gpt-4o', input: 'Hello', stream: isStream }, undefined, path);
    expect(answer.status).toBe(200);
    const report = await until('the limits to be known', async () => {
      const { routes } = await house.app.get(RouteStates).read(id);
      return [...routes.values()].find((route) => route.report)?.report ?? undefined;
    });
    expect(JSON.stringify(report)).toMatch(/499.*29000/);
  });
});

describe('A call that is refused', () => {
  const refused = (key: string) =>
    house.call
      .signedIn(key)
      .send('POST', '/v1/chat/completions', JSON.stringify({ model: 'openai/gpt-4o', messages }));

  it('leaves the place at the provider that was asked for meanwhile, and is no failure of it', async () => {
    const id = await house.account('openai/gpt-4o', { kind: 'openai-compatible', base_url: provider.url });
    const penniless = await given(house.app).apiKey(await given(house.app).user());
    const asked = provider.calls.length;
    const answers = await Promise.all(Array.from({ length: 10 }, () => refused(penniless)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([402]));
    await until('all places to be free', async () => (await inFlight(id)) === 0);
    expect(provider.calls.length).toBe(asked);
    provider.answers(200, whole);
    expect((await chat({ model: 'openai/gpt-4o' })).status).toBe(200);
  });

  it('takes nothing from the limits of an account', async () => {
    const limits = { requests_per_minute: 2 };
    await house.account('openai/gpt-4o', { kind: 'openai-compatible', base_url: provider.url, ...limits });
    const penniless = await given(house.app).apiKey(await given(house.app).user());
    for (let call = 0; call < 4; call += 1) expect((await refused(penniless)).status).toBe(402);
    provider.answers(200, whole);
    for (let call = 0; call < 2; call += 1) expect((await chat({ model: 'openai/gpt-4o' })).status).toBe(200);
    expect((await chat({ model: 'openai/gpt-4o' })).status).toBe(503);
  });
});

describe('What reaches the provider', () => {
  it.each([
    ['/v1/chat/completions', '"max_tokens"', 'openai-compatible'],
    ['/v1/chat/completions', '"max_completion_tokens"', 'openai-compatible'],
    ['/v1/responses', '"max_output_tokens"', 'openai'],
    ['/v1/messages', '"max_tokens"', 'anthropic'],
    ['/v1/completions', '"max_tokens"', 'openai-compatible'],
  ])(
    'is no more answer than the balance pays for, and else every byte as it was sent: %s %s',
    async (path, field, kind) => {
      const model = 'openai/gpt-4o';
      const upstream = { models: [{ model, upstream_name: 'their-4o' }] };
      await house.account(model, { kind, base_url: provider.url, ...upstream });
      provider.answers(500, { error: { message: 'Enough seen.' } });
      const poor = await given(house.app).payingKey(usd('0.11'));
      const text = (name: string, limit: string) =>
        `{ "a" : 1.50e1,\n "model": "${name}",${field} :  ${limit} , "messages":[{"content":"\\u00e9 😀","role":"user"}],"input":"Hi","prompt":"Hi" }`;
      const answer = await house.call.signedIn(poor).send('POST', path, text(model, '1000000'));
      expect(answer.status).toBe(502);
      const [, limit = ''] = /:  (\d+) ,/.exec(provider.last.text) ?? [];
      expect(Number(limit)).toBeGreaterThan(100);
      expect(Number(limit)).toBeLessThan(20_000);
      expect(provider.last.text).toBe(text('their-4o', limit));
    },
  );

  it('is the text as it was sent, but for the name of the model and the wish for the usage', async () => {
    await house.account('openai/gpt-4o', {
      kind: 'openai-compatible',
      base_url: provider.url,
      models: [{ model: 'openai/gpt-4o', upstream_name: 'their-4o' }],
    });
    provider.streams(...stream);
    const text = (model: string, end: string) =>
      `{ "x_unknown" : 1.50e1,\n "model": "${model}", "messages":[{"content":"\\u00e9 😀","role":"user"}], "big": 12345678901234567890, "stream" :true${end}`;
    await house.call.signedIn(house.apiKey).send('POST', '/v1/chat/completions', text('openai/gpt-4o', ' }'));
    expect(provider.last.text).toBe(text('their-4o', ' ,"stream_options":{"include_usage":true}}'));
    expect(provider.last.headers['authorization']).toBe('Bearer sk-secret-of-the-account');
  });
});
