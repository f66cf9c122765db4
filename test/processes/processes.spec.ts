import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { administration } from '../admin/administration.ts';
import { Caller } from '../setup/caller.ts';
import { given } from '../setup/given.ts';
import { simulated, type Simulated } from '../setup/simulated.ts';
import { until } from '../setup/until.ts';
import { exactBooks } from './exact-books.ts';
import { KeptApis } from './kept-apis.ts';
import { Load } from './load.ts';

const token = 'm'.repeat(20);
const common = { ONEGATE_LEASE_SECONDS: '2', ONEGATE_METRICS_TOKEN: token };

let house: Simulated;
let apis: KeptApis;
let keys: string[];

beforeAll(async () => {
  house = await simulated({ env: common });
  await administration(house.app, house.call);
  await house.installation.worker();
  const people = given(house.app);
  keys = [];
  for (let count = 0; count < 4; count += 1) keys.push(await people.payingKey());
  apis = await KeptApis.start(house.installation, {
    ...common,
    ONEGATE_MODE: 'embedded',
    ONEGATE_SIMULATOR_URL: house.installation.config.simulator.url ?? '',
    ONEGATE_API_PROCESSES: '2',
    ONEGATE_SETTLE_SECONDS: '1',
  });
});
afterAll(() => house.installation.close());

const load = (callers: number): Load => new Load({ url: apis.url, keys, callers, restMillis: 200 });

/** Calls of models that ended, by the figures of whichever process answers. */
async function countedCalls(): Promise<number> {
  const { status, body } = await new Caller(apis.url).signedIn(token).get<string>('/metrics');
  expect(status).toBe(200);
  const ofChat = body.split('\n').filter((line) => /request_seconds_count.*chat\/completions/.test(line));
  return ofChat.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

it('restarting one after the other fails no call, and the figures count those of the processes that went', async () => {
  const before = apis.pids;
  const calls = load(4);
  await calls.serves(10);
  apis.signal('SIGHUP');
  await apis.allListen(4);
  await until('the old ones to be gone', () => apis.pids.every((pid) => !before.includes(pid)));
  await calls.serves(10);
  await calls.stop();

  expect(calls.failures).toEqual([]);
  expect(apis.pids).toHaveLength(2);
  await until('all calls to be counted', async () => (await countedCalls()) === calls.served);
  expect((await exactBooks(house.app)).events).toBe(calls.served);
});

it('one that is killed is replaced, what it held is free again, and what it had settled is charged', async () => {
  const { events: before } = await exactBooks(house.app);
  const [victim = 0] = apis.pids;
  const listened = apis.listened;
  const calls = load(4);
  await calls.serves(10);
  process.kill(victim, 'SIGKILL');
  await apis.allListen(listened + 1);
  await calls.serves(10);
  await calls.stop();

  expect(apis.pids).not.toContain(victim);
  // Only who had a call with the one that was killed.
  expect(calls.failures.length).toBeLessThanOrEqual(4);
  const events = (await exactBooks(house.app)).events - before;
  expect(events).toBeGreaterThanOrEqual(calls.served);
  expect(events).toBeLessThanOrEqual(calls.outcomes.length);
});

it('told to stop they turn not ready, serve whoever has not noticed, end their calls, and go', async () => {
  const caller = new Caller(apis.url);
  const long = new Load({ url: apis.url, keys, callers: 2, script: 'ttft=1500,tps=500,out=10' });
  const isUnderWay = (): boolean =>
    house.journal.list().filter(({ finishedAt }) => finishedAt === null).length >= 2;
  await until('the long calls', isUnderWay);
  const ended = long.stop();
  apis.signal('SIGTERM');
  await until('not ready', async () => (await caller.get('/health/ready')).status === 503);
  expect((await caller.get('/health/serving')).status).toBe(503);
  const late = await caller.with({ authorization: `Bearer ${keys[0]}` }).post('/v1/chat/completions', {
    model: 'openai/gpt-4o',
    messages: [{ role: 'user', content: 'Still there?' }],
  });
  expect(late.status).toBe(200);
  expect(late.headers.get('connection')).toBe('close');
  await ended;
  expect(long.failures).toEqual([]);
  expect(await apis.ended()).toBe(0);
  await exactBooks(house.app);
});
