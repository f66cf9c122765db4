import { createLogger } from '@onegate/platform';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createApi } from '../../apps/api/src/create-api.ts';
import { given } from '../setup/given.ts';
import { ServerLine } from '../setup/server-line.ts';
import { until } from '../setup/until.ts';
import { gatewayHouse, type GatewayHouse } from './gateway-house.ts';

let house: GatewayHouse;
let line: ServerLine;
/** An API that reaches Postgres by a line of its own. */
let url: string;

beforeAll(async () => {
  house = await gatewayHouse();
  const { config } = house.installation;
  line = await ServerLine.to(config.database.url);
  const database = { ...config.database, url: line.url };
  const api = await createApi({ ...config, database }, createLogger('api', 'silent'));
  house.installation.onClose(async () => {
    line.mend();
    await api.close();
    line.close();
  });
  await api.listen(0, '127.0.0.1');
  url = await api.getUrl();
});
afterAll(() => house.installation.close());

const messages = [{ role: 'user', content: 'Say hello' }];
const chat = { model: 'gpt-4o-mini', messages };
const openAiError = { error: { message: expect.any(String), type: 'server_error', code: 'unavailable' } };

const calls: readonly (readonly [string, string, object | undefined, object])[] = [
  ['/v1/chat/completions', 'POST', chat, openAiError],
  ['/v1/responses', 'POST', { model: 'gpt-4o-mini', input: 'Hi' }, openAiError],
  ['/v1/files', 'GET', undefined, openAiError],
  [
    '/v1/messages',
    'POST',
    { model: 'claude-sonnet-4-6', max_tokens: 9, messages },
    { type: 'error', error: { type: 'overloaded_error' }, request_id: expect.any(String) },
  ],
  [
    '/api/v1/chat/completions',
    'POST',
    chat,
    { error: { code: expect.anything(), metadata: { error_type: 'unavailable' } } },
  ],
  ['/api', 'POST', chat, { code: 503, error: { code: 'unavailable' }, output: expect.any(Object) }],
  ['/api/v1/users/me', 'GET', undefined, { success: false, code: 'unavailable' }],
];

async function asked(path: string, method: string, body: object | undefined, key: string): Promise<Response> {
  return fetch(url + path, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
}

describe('While Postgres is away, a call with a key that the process has not seen', () => {
  it.each(calls)('%s is told to come again, and costs nothing', async (path, method, body, error) => {
    const key = await given(house.app).payingKey();
    const asksMade = house.journal.list().length;
    line.cut();
    try {
      const answer = await asked(path, method, body, key);
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
      expect(answer.headers.get('x-should-retry')).toBeNull();
      const text = await answer.text();
      expect(JSON.parse(text)).toMatchObject(error);
      expect(text).not.toMatch(/terminated|ECONN|127\.0\.0\.1|postgres/i);
      expect(house.journal.list().length).toBe(asksMade);
    } finally {
      line.mend();
    }
    await until('the same call to be answered', async () => {
      const { status } = await asked(path, method, body, key);
      return status === 200;
    });
  });
});
