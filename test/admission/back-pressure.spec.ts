import { createLogger, Database, usd } from '@onegate/platform';
import { UsageStream } from '@onegate/usage';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createWorker } from '../../apps/worker/src/create-worker.ts';
import { gatewayHouse, type GatewayHouse } from '../gateway/gateway-house.ts';
import { given } from '../setup/given.ts';
import { ServerLine } from '../setup/server-line.ts';
import { until } from '../setup/until.ts';
import { ask, bench, end, principal, type Bench } from './admission-bench.ts';

const oneCall = 2_000_000n;
const fewCalls = 20;

let house: GatewayHouse;
let line: ServerLine;
let at: Bench;

beforeAll(async () => {
  house = await gatewayHouse({ env: { ONEGATE_JOURNAL_MB: '1', ONEGATE_WAITING_EVENTS: '100' } });
  at = bench(house.app);
  const { config } = house.installation;
  line = await ServerLine.to(config.database.url);
  const database = { ...config.database, url: line.url };
  const worker = await createWorker({ ...config, database }, createLogger('worker', 'silent'));
  house.installation.onClose(async () => {
    line.mend();
    await worker.close();
    line.close();
  });
  await worker.listen(0, '127.0.0.1');
});
afterAll(() => house.installation.close());

it('while Postgres is away, Redis fills up, then the journal, then calls are refused; all is charged once it is back', async () => {
  const user = await given(house.app).user();
  const who = principal(user.id);
  const tag = `u${user.id}` as const;
  const key = await given(house.app).apiKey(user);
  await at.credit(who, usd(100));
  const stream = house.app.get(UsageStream);
  let made = 0n;
  const use = async (): Promise<boolean> => {
    const call = await at.admission.admit(ask(who)).catch((error: { code: string }) => {
      expect(error.code).toBe('admission.backlog');
      return null;
    });
    if (call) made += 1n;
    await call?.settle(end());
    return call !== null;
  };
  const chat = async () =>
    fetch(`${house.call.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'Hi' }] }),
    });
  line.cut();

  await until('Redis to take no more', async () => {
    for (let calls = 0; calls < fewCalls; calls += 1) expect(await use()).toBe(true);
    return (await stream.length()) <= Number(made) - fewCalls;
  });
  const waiting = await stream.length();
  await until('the journal to take no more', async () => {
    const served = await Promise.all(Array.from({ length: fewCalls }, use));
    return served.includes(false);
  });
  expect(await stream.length()).toBe(waiting);

  const refused = await chat();
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '60']);
  expect(await refused.json()).toMatchObject({ error: { code: 'backlog' } });
  expect(await at.figures(tag)).toMatchObject({ pending: made * oneCall, held: 0n, holds: 0 });

  line.mend();
  await until('everything to be in the books', async () => {
    const { spent, pending } = await at.figures(tag);
    return spent === made * oneCall && pending === 0n;
  });
  const [row] = await house.app
    .get(Database)
    .query<{ calls: string }>('select count(*) as calls from usage_events where account = $1', [tag]);
  expect(row?.calls).toBe(String(made));
  await until('calls to be served again', async () => (await chat()).status === 200);
});
