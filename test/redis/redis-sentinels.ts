import { until } from '../setup/until.ts';
import { dataServer, type RedisServer, type RedisServers } from './redis-servers.ts';

export const masterName = 'onegate';

/** A master, a replica, and three sentinels that watch them. */
interface WatchedRedis {
  readonly master: RedisServer;
  readonly replica: RedisServer;
  readonly sentinels: readonly RedisServer[];
}

export async function startWatched(servers: RedisServers): Promise<WatchedRedis> {
  const master = await servers.start(() => dataServer);
  const replica = await servers.start(() => [...dataServer, `replicaof 127.0.0.1 ${master.port}`]);
  const isFollowed = async (): Promise<boolean> =>
    /state=online/.test(await master.client.info('replication'));
  await until('the replica to follow', isFollowed);
  const watch = watching(master);
  const sentinels = await Promise.all([1, 2, 3].map(() => servers.start(() => watch, ['--sentinel'])));
  await until('the sentinels to know each other', async () => {
    const views = await Promise.all(sentinels.map(({ client }) => client.info('sentinel')));
    return views.every((view) => /slaves=1,sentinels=3/.test(view));
  });
  return { master, replica, sentinels };
}

function watching({ port }: RedisServer): string[] {
  const [, secret = ''] = (dataServer.find((line) => line.startsWith('requirepass')) ?? '').split(' ');
  return [
    `requirepass ${secret}`,
    `sentinel sentinel-pass ${secret}`,
    `sentinel monitor ${masterName} 127.0.0.1 ${port} 2`,
    `sentinel auth-pass ${masterName} ${secret}`,
    `sentinel down-after-milliseconds ${masterName} 1000`,
    `sentinel failover-timeout ${masterName} 5000`,
  ];
}
