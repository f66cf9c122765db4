import { afterEach, describe, expect, it } from '@jest/globals';
import { tagOf } from '@onegate/billing';
import { RedisKeys } from '@onegate/platform';
import { findProgram } from '../../scripts/stack/program.ts';
import { administration } from '../admin/administration.ts';
import { exactBooks } from '../processes/exact-books.ts';
import { Load } from '../processes/load.ts';
import { given } from '../setup/given.ts';
import { simulated, type Simulated } from '../setup/simulated.ts';
import { until } from '../setup/until.ts';
import { startCluster } from './redis-cluster.ts';
import { password, RedisServers, type RedisServer } from './redis-servers.ts';
import { masterName, startWatched } from './redis-sentinels.ts';

const programs = ['redis-server', 'valkey-server'].flatMap((name) => findProgram([name]) ?? []);
/** On a machine that has much else to do. */
const patience = 60_000;
const closers: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

function serversOf(program: string): RedisServers {
  const servers = new RedisServers(program);
  closers.push(() => servers.close());
  return servers;
}

/** An API and a worker, before a Redis that they find by themselves. */
async function houseBefore(env: Record<string, string>): Promise<Simulated> {
  const short = { ONEGATE_LEASE_SECONDS: '2', ONEGATE_ADMISSION_PATIENCE_MS: '3000' };
  const house = await simulated({
    env: { REDIS_URL: `redis://:${password}@127.0.0.1:1`, ...short, ...env },
  });
  closers.push(() => house.installation.close());
  await administration(house.app, house.call);
  await house.installation.worker();
  return house;
}

/** Calls go on while the master dies; what it had confirmed and its replica never heard of is lost with it. */
async function surviving(
  { app, call }: Simulated,
  people: readonly Person[],
  { master, replica }: { master: RedisServer; replica: RedisServer },
): Promise<void> {
  const keys = people.map(({ key }) => key);
  const load = new Load({ url: call.url, keys, callers: keys.length, restMillis: 100 });
  await load.serves(keys.length * 3, patience);
  await replica.goDeaf();
  await load.serves(keys.length * 2, patience);
  await master.kill();
  const takesOver = async (): Promise<boolean> =>
    /role:master/.test(await replica.client.info('replication'));
  await until('the replica to take over', takesOver, patience);
  const served = load.served;
  const isServed = (): boolean => load.served > served + keys.length * 3;
  await until('everybody to be served again', isServed, patience).catch((error: unknown) => {
    throw new Error(`The last outcomes: ${load.outcomes.slice(-20).join()}`, { cause: error });
  });
  await load.stop();

  const { events } = await exactBooks(app, patience);
  expect(events).toBeGreaterThanOrEqual(load.served);
  expect(events).toBeLessThanOrEqual(load.outcomes.length);
  const unserved = load.failures.filter((outcome) => outcome !== 503 && outcome !== 429);
  expect(unserved).toEqual([]);
}

interface Person {
  readonly key: string;
  /** Where Redis has their credit. */
  readonly wallet: string;
}

async function peopleOf({ app }: Simulated, count: number): Promise<Person[]> {
  const people: Person[] = [];
  for (let index = 0; index < count; index += 1) {
    const user = await given(app).user();
    await given(app).credit(user);
    const wallet = app.get(RedisKeys).tagged(tagOf({ kind: 'user', id: user.id }), 'wallet');
    people.push({ key: await given(app).apiKey(user), wallet });
  }
  return people;
}

describe.each(programs.length > 0 ? programs : ['no Redis'])('%s', (program) => {
  it('the master of a cluster that has the queues and some of the wallets is killed under load: another takes over, and the books are exact', async () => {
    const cluster = await startCluster(serversOf(program));
    const seeds = cluster.nodes.slice(0, 2).map(({ address }) => address);
    const house = await houseBefore({ ONEGATE_REDIS_CLUSTER: seeds.join() });
    const people = await peopleOf(house, 8);
    const pair = await cluster.pairOf(house.app.get(RedisKeys).queues);
    const homes = await Promise.all(people.map(({ wallet }) => cluster.pairOf(wallet)));
    expect(homes.map(({ master }) => master.port)).toContain(pair.master.port);
    await surviving(house, people, pair);
  });

  it('a master watched by sentinels is killed under load: another takes over, and the books are exact', async () => {
    const watched = await startWatched(serversOf(program));
    const house = await houseBefore({
      ONEGATE_REDIS_SENTINELS: watched.sentinels.map(({ address }) => address).join(),
      ONEGATE_REDIS_MASTER: masterName,
      ONEGATE_REDIS_SENTINEL_PASSWORD: password,
    });
    await surviving(house, await peopleOf(house, 4), watched);
  });
});
