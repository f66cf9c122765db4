import { Cluster, Redis, type ClusterOptions, type RedisOptions } from 'ioredis';
import { ConfigurationError, type Configuration } from '../config/configuration.js';
import type { Logger } from '../logging/logger.js';
import { gatherWrites } from './gathered-writes.js';
import { holdSteady } from './steady-connection.js';
import { SteadySentinelConnector } from './steady-sentinel-connector.js';

/** Token of the connection that only listens to channels. */
export const REDIS_SUBSCRIBER = Symbol('RedisSubscriber');

/** Whichever way Redis is run, it is asked in the same words. */
export type AnyRedis = Redis | Cluster;

/** What one connection may do otherwise. */
type Retries = Pick<RedisOptions, 'maxRetriesPerRequest'>;
type RedisManner = Retries & Pick<ClusterOptions, 'slotsRefreshInterval'>;

const lastingErrors = /^(READONLY|UNBLOCKED)/;
const wait = (attempt: number): number => Math.min(50 * 2 ** Math.min(attempt, 6), 2_000);

/** A connection that comes back by itself, and says once when it is lost and once when it is back. */
export function openRedis(config: Pick<Configuration, 'redis'>, log: Logger, manner: RedisManner): AnyRedis {
  const connection = holdSteady(connect(config, manner));
  let lost = false;
  connection.on('error', (err: Error) => {
    if (!lost) log.warn({ err: err.message }, 'Redis is out of reach, trying again');
    lost = true;
  });
  connection.on('ready', () => {
    if (lost) log.info('Redis is back');
    lost = false;
  });
  if (connection instanceof Cluster) connection.on('+node', gatherWrites);
  else gatherWrites(connection);
  return connection;
}

/** Whether one server gets all commands, in the order in which they are sent. */
export function keepsOrder(redis: AnyRedis): boolean {
  return !(redis instanceof Cluster);
}

/** One more connection to the same place, for what holds a connection up. */
export function twinOf(redis: AnyRedis, manner: Retries): AnyRedis {
  if (!(redis instanceof Cluster)) return redis.duplicate(manner);
  return redis.duplicate([], { redisOptions: { ...redis.options.redisOptions, ...manner } });
}

function connect(
  { redis }: Pick<Configuration, 'redis'>,
  { slotsRefreshInterval = 1_000, ...retries }: RedisManner,
): AnyRedis {
  const { cluster, sentinels } = redis;
  if (cluster.length > 0 && sentinels.length > 0)
    throw new ConfigurationError(['ONEGATE_REDIS_CLUSTER and ONEGATE_REDIS_SENTINELS exclude each other.']);
  const common = { maxRetriesPerRequest: 2, connectTimeout: 5_000, ...retries };
  if (cluster.length > 0) return openCluster(redis, { slotsRefreshInterval, redisOptions: common });
  if (sentinels.length > 0) return openBehindSentinels(redis, common);
  return new Redis(redis.url, { ...common, retryStrategy: wait });
}

/** Asked for its map often: a node that hangs without closing its connections is noticed by that alone. */
function openCluster({ url, cluster }: Configuration['redis'], manner: ClusterOptions): Cluster {
  const { username, password, tls } = accessOf(url);
  return new Cluster([...cluster], {
    ...manner,
    clusterRetryStrategy: wait,
    slotsRefreshTimeout: 2_000,
    redisOptions: { ...manner.redisOptions, username, password, tls },
    // The certificate of a managed Redis names its host, not its address.
    ...(tls && { dnsLookup: (host, found) => found(null, host) }),
  });
}

/** A master that became a replica without a word is left as soon as it refuses to write. */
function openBehindSentinels(redis: Configuration['redis'], common: RedisOptions): Redis {
  const { username, password, tls, db } = accessOf(redis.url);
  return new Redis({
    ...common,
    username,
    password,
    tls,
    db,
    sentinels: [...redis.sentinels],
    name: redis.sentinelMaster,
    sentinelPassword: redis.sentinelPassword,
    sentinelRetryStrategy: wait,
    enableTLSForSentinelMode: tls !== undefined,
    failoverDetector: true,
    Connector: SteadySentinelConnector,
    retryStrategy: wait,
    reconnectOnError: ({ message }) => (lastingErrors.test(message) ? 2 : false),
  });
}

function accessOf(url: string) {
  const { protocol, username, password, pathname } = new URL(url);
  return {
    username: decodeURIComponent(username) || undefined,
    password: decodeURIComponent(password) || undefined,
    tls: protocol === 'rediss:' ? {} : undefined,
    db: Number(pathname.slice(1)) || 0,
  };
}
