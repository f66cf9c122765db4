import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Database, requestContext, StatisticsDatabase } from '@onegate/platform';
import { Installation } from '../setup/installation.ts';

const lines: string[] = [];
const value = 'what-somebody-typed';
let installation: Installation;

beforeAll(async () => {
  installation = await Installation.create({
    env: { ONEGATE_SLOW_QUERY_MS: '5' },
    log: { write: (line: string) => void lines.push(line) },
  });
});
afterAll(() => installation.close());

it('a slow query is logged with its time and the id of the request, never with its parameters', async () => {
  const { app } = await installation.api();
  const sql = 'select pg_sleep(0.02) is null as slept, $1::text as told';
  await requestContext.run({ requestId: 'req_slow' }, async () => {
    await app.get(Database).query(sql, [value]);
    await app.get(StatisticsDatabase).query(sql, [value]);
  });
  const told = lines.filter((line) => line.includes('req_slow')).map((line) => JSON.parse(line) as object);
  const expected = { requestId: 'req_slow', msg: 'Slow query', query: sql, millis: expect.any(Number) };
  expect(told).toEqual([expect.objectContaining(expected), expect.objectContaining(expected)]);
  expect(lines.join('')).not.toContain(value);
});
