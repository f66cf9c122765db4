import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiKeysService } from '@onegate/auth';
import type { Caller } from '../setup/caller.ts';
import { given } from '../setup/given.ts';
import { Installation } from '../setup/installation.ts';
import { signedIn } from './signing-in.ts';

const megabytes = 20 * 1024 * 1024;
const patience = 500;

let installation: Installation;
let app: NestFastifyApplication;
let call: Caller;
let key: string;

beforeAll(async () => {
  installation = await Installation.create();
  ({ app, call } = await installation.api());
  const { id } = await given(app).user();
  key = (await app.get(ApiKeysService).create({ userId: id, name: 'Test key' })).value;
});
afterAll(() => installation.close());

interface Told {
  readonly status: number | undefined;
  readonly body: string;
}

function post(path: string, length: number, headers: Record<string, string>) {
  return request(`${call.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-length': length, ...headers },
  });
}

/** Announces a large body and sends only its beginning; `null` where nothing is said to that. */
async function begun(path: string, headers: Record<string, string> = {}): Promise<Told | null> {
  const asked = post(path, megabytes, headers);
  asked.on('error', () => undefined);
  asked.write('{"model":');
  const answered = once(asked, 'response', { signal: AbortSignal.timeout(patience) });
  try {
    const [response] = (await answered) as [IncomingMessage];
    return { status: response.statusCode, body: await text(response) };
  } catch {
    return null;
  } finally {
    asked.destroy();
  }
}

describe('Whoever sends a large body', () => {
  it.each([
    '/v1/chat/completions',
    '/v1/responses',
    '/v1/messages',
    '/v1/embeddings',
    '/v1/images/edits',
    '/v1/files',
    '/v1/quote',
    '/api/v1/chat/completions',
    '/api',
  ])('to %s is asked who he is before he has sent it', async (path) => {
    expect(await begun(path)).toMatchObject({ status: 401 });
    expect(await begun(path, { authorization: 'Bearer sk-wrong' })).toMatchObject({ status: 401 });
  });

  it('is heard to the end when he is known', async () => {
    expect(await begun('/v1/chat/completions', { authorization: `Bearer ${key}` })).toBeNull();
  });

  it('is refused when his key is revoked while he sends it', async () => {
    const person = await signedIn(call, await given(app).user());
    const { body } = await person.call.post<{ data: { id: string; key: string } }>('/api/v1/api-keys', {
      name: 'Test',
    });
    const sent = JSON.stringify({ model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'Hello' }] });
    const asked = post('/v1/chat/completions', sent.length, {
      authorization: `Bearer ${body.data.key}`,
    });
    asked.write(sent.slice(0, 10));
    await pause(patience);
    expect(await person.call.delete(`/api/v1/api-keys/${body.data.id}`)).toMatchObject({ status: 204 });
    asked.end(sent.slice(10));
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    response.resume();
    expect(response.statusCode).toBe(401);
  });

  it('is refused in the style of the surface', async () => {
    const openai = await begun('/v1/chat/completions');
    expect(JSON.parse(openai?.body ?? '')).toMatchObject({ error: { type: 'authentication_error' } });
    const anthropic = await begun('/v1/messages', { 'x-api-key': 'sk-wrong' });
    expect(JSON.parse(anthropic?.body ?? '')).toMatchObject({
      type: 'error',
      error: { type: 'authentication_error' },
    });
  });

  it('may send little where anybody may ask', async () => {
    expect(await begun('/v1/receipts/verify')).toMatchObject({ status: 413 });
  });
});
