import { readFileSync } from 'node:fs';
import path from 'node:path';
import Anthropic from '@anthropic-ai/sdk';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import OpenAI from 'openai';
import { gatewayHouse, type GatewayHouse } from './gateway-house.ts';
import { LoopbackProvider } from './loopback-provider.ts';
import { describeWithRecordings, type Json } from './recordings.ts';

let house: GatewayHouse;
let provider: LoopbackProvider;

/** Each account is out of order after the first failure: each call gets a new one. */
beforeAll(async () => {
  house = await gatewayHouse({ env: { ONEGATE_GATEWAY_TRIES: '1' } });
  provider = await LoopbackProvider.start(house.installation);
});
afterAll(() => house.installation.close());

const messages = [{ role: 'user' as const, content: 'Say hello' }];
const surfaces = {
  chat: {
    path: '/v1/chat/completions',
    model: 'openai/gpt-4o',
    kind: 'openai-compatible',
    body: { messages },
  },
  'account-chat': {
    path: '/api/v1/chat/completions',
    model: 'openai/gpt-4o',
    kind: 'openai-compatible',
    body: { messages },
  },
  responses: {
    path: '/v1/responses',
    model: 'openai/gpt-4o',
    kind: 'openai',
    body: { input: 'Hi' },
  },
  messages: {
    path: '/v1/messages',
    model: 'anthropic/claude-sonnet-4.6',
    kind: 'anthropic',
    body: { max_tokens: 9, messages },
  },
  'messages by chat': {
    path: '/v1/messages',
    model: 'openai/gpt-4o',
    kind: 'deepseek',
    body: { max_tokens: 9, messages },
  },
  'chat by messages': {
    path: '/v1/chat/completions',
    model: 'anthropic/claude-sonnet-4.6',
    kind: 'anthropic',
    body: { messages },
  },
} as const;

type Surface = keyof typeof surfaces;

interface FailedAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json;
  readonly text: string;
}

async function failed(surface: Surface, answer: { status: number; body: unknown }): Promise<FailedAnswer> {
  const { path: at, model, kind, body } = surfaces[surface];
  await house.removeAccounts();
  await house.account(model, { kind, base_url: provider.url });
  provider.answers(answer.status, answer.body);
  const response = await fetch(house.call.url + at, {
    method: 'POST',
    headers: { authorization: `Bearer ${house.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model, ...body }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: JSON.parse(text) as Json };
}

/** What a client hears of a provider's status. */
function expectedStatus(status: number): readonly number[] {
  if (status === 400 || status === 422) return [400, 502];
  if (status === 404) return [404, 502];
  return [
    { 401: 502, 402: 502, 403: 502, 429: 429, 503: 503, 504: 504, 529: 503, 408: 504, 413: 413 }[status] ??
      502,
  ];
}

const inside = (value: unknown) => (value ?? {}) as Json;

function expectShape(surface: Surface, { body, status, headers }: FailedAnswer): void {
  const error = inside(body['error']);
  expect(error['message']).toEqual(expect.stringMatching(/\w/));
  if (surface.startsWith('messages')) {
    expect(body).toMatchObject({
      type: 'error',
      error: { type: expect.stringMatching(/_error$|^request_too_large$/) },
    });
    expect(body['request_id']).toBe(headers.get('x-request-id'));
  } else if (surface === 'account-chat') expect(error).toHaveProperty('code');
  else expect(error).toMatchObject({ type: expect.any(String) });
  const isFinal = status < 500 && ![408, 409, 429].includes(status);
  if (isFinal) expect(headers.get('x-should-retry')).toBe('false');
}

/** Of our accounts there, of the way to them, and of their keys. */
const secret =
  /127\.0\.0\.1|Secretly named|sk-secret|https?:\/\/|\bsk-[\w*-]{6,}|\borg-\w{6,}|proj_\w{6,}|arn:aws|AIza/;

interface RecordedError {
  readonly provider: string;
  readonly api: string;
  readonly status: number;
  readonly body: Json;
}

function recordedErrors(): RecordedError[] {
  const folder = process.env.ONEGATE_SHARED_DATA;
  if (!folder) return [];
  const lines = readFileSync(path.join(folder, 'errors/provider-errors.jsonl'), 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as RecordedError);
}

describeWithRecordings('A recorded failure of a provider', () => {
  const rows = recordedErrors().map(
    (row, nth) => [`${nth} ${row.provider} ${row.api} ${row.status}`, row] as const,
  );

  it.each(rows)('%s', async (_name, row) => {
    for (const surface of Object.keys(surfaces) as Surface[]) {
      const answer = await failed(surface, row);
      expect([surface, expectedStatus(row.status).includes(answer.status), answer.status]).toEqual([
        surface,
        true,
        answer.status,
      ]);
      expectShape(surface, answer);
      expect(answer.text).not.toMatch(secret);
      expect(house.calls.at(-1)).toMatchObject({ ends: [], released: 1 });
    }
  });
});

describe.each(Object.keys(surfaces) as Surface[])('A provider’s failure, by %s', (surface) => {
  it.each([400, 401, 402, 403, 404, 408, 409, 413, 422, 429, 500, 502, 503, 504, 529])(
    '%d is answered in the form of the surface, and says nothing of the account',
    async (status) => {
      const message =
        'Key sk-proj-abcdefgh12345678 of org-abcdefgh1234 at https://api.example.com/x is not right';
      const answer = await failed(surface, { status, body: { error: { message, type: 'x', code: null } } });
      if (status !== 409) expect(expectedStatus(status)).toContain(answer.status);
      expectShape(surface, answer);
      expect(answer.text).not.toMatch(secret);
    },
  );

  it('a page of HTML is no message', async () => {
    const answer = await failed(surface, { status: 400, body: '<html><body>nginx 10.0.0.7</body></html>' });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.text).not.toMatch(/nginx|<html/);
  });
});

describe('The SDKs raise their own classes', () => {
  it('OpenAI’s', async () => {
    const client = new OpenAI({ baseURL: `${house.call.url}/v1`, apiKey: house.apiKey, maxRetries: 0 });
    const raised = async (status: number) => {
      await failed('chat', { status, body: { error: { message: 'No.' } } });
      await house.removeAccounts();
      await house.account('openai/gpt-4o', { kind: 'openai-compatible', base_url: provider.url });
      return client.chat.completions
        .create({ model: 'openai/gpt-4o', messages })
        .catch((error: unknown) => error);
    };
    expect(await raised(400)).toBeInstanceOf(OpenAI.BadRequestError);
    expect(await raised(404)).toBeInstanceOf(OpenAI.NotFoundError);
    expect(await raised(429)).toBeInstanceOf(OpenAI.RateLimitError);
    expect(await raised(401)).toBeInstanceOf(OpenAI.InternalServerError);
  });

  it('Anthropic’s', async () => {
    const client = new Anthropic({ baseURL: house.call.url, apiKey: house.apiKey, maxRetries: 0 });
    const raised = async (status: number) => {
      await failed('messages', { status, body: { error: { message: 'No.' } } });
      await house.removeAccounts();
      await house.account('anthropic/claude-sonnet-4.6', { kind: 'anthropic', base_url: provider.url });
      return client.messages
        .create({ model: 'anthropic/claude-sonnet-4.6', max_tokens: 9, messages })
        .catch((error: unknown) => error);
    };
    expect(await raised(400)).toBeInstanceOf(Anthropic.BadRequestError);
    expect(await raised(429)).toBeInstanceOf(Anthropic.RateLimitError);
    expect(await raised(529)).toBeInstanceOf(Anthropic.InternalServerError);
  });
});
