import { freePort } from '../../scripts/stack/ports.ts';
import { until } from '../setup/until.ts';
import { dataServer, type RedisServer, type RedisServers } from './redis-servers.ts';

const slots = 16_384;
const masters = 3;

/** Three masters, each with a replica. */
interface RedisCluster {
  readonly nodes: readonly RedisServer[];
  /** The master that serves a key, and its replica. */
  pairOf(key: string): Promise<{ master: RedisServer; replica: RedisServer }>;
}

export async function startCluster(servers: RedisServers): Promise<RedisCluster> {
  const nodes = await Promise.all(Array.from({ length: 2 * masters }, () => startNode(servers)));
  await introduce(nodes);
  await Promise.all(nodes.slice(0, masters).map((node, index) => giveSlots(node, index)));
  await follow(nodes);
  const areUp = async (): Promise<boolean> => (await Promise.all(nodes.map(isUp))).every(Boolean);
  await until('the cluster', areUp);
  return { nodes, pairOf: (key) => pairOf(nodes, key) };
}

function startNode(servers: RedisServers): Promise<RedisServer> {
  return servers.start(async () => [
    ...dataServer,
    'cluster-enabled yes',
    `cluster-port ${await freePort()}`,
    'cluster-node-timeout 2000',
    // Promoted however old its data is: what is lost is what this is about.
    'cluster-replica-validity-factor 0',
  ]);
}

async function introduce(nodes: readonly RedisServer[]): Promise<void> {
  const [first] = nodes;
  if (!first) throw new Error('There is no node');
  const bus = await busOf(first);
  await Promise.all(
    nodes.map(({ client }) => client.call('CLUSTER', 'MEET', '127.0.0.1', String(first.port), bus)),
  );
  const areAcquainted = async (): Promise<boolean> => {
    const known = await Promise.all(nodes.map((node) => knownNodes(node)));
    return known.every((ids) => ids.length === nodes.length);
  };
  await until('all to know each other', areAcquainted);
}

async function giveSlots({ client }: RedisServer, index: number): Promise<void> {
  await client.call(
    'CLUSTER',
    'ADDSLOTSRANGE',
    String(firstSlotOf(index)),
    String(firstSlotOf(index + 1) - 1),
  );
}

async function follow(nodes: readonly RedisServer[]): Promise<void> {
  const ids = await Promise.all(nodes.map(async (node) => node.client.cluster('MYID')));
  await Promise.all(
    nodes.slice(masters).map((node, index) => node.client.cluster('REPLICATE', ids[index] ?? '')),
  );
}

/** A master once its replica follows, a replica once it does. */
async function isUp({ client }: RedisServer): Promise<boolean> {
  const [state, replication] = await Promise.all([client.cluster('INFO'), client.info('replication')]);
  return /cluster_state:ok/.test(state) && /state=online|master_link_status:up/.test(replication);
}

async function knownNodes({ client }: RedisServer): Promise<string[]> {
  const text = String(await client.cluster('NODES'));
  return text.split('\n').filter((line) => line && !line.includes('handshake'));
}

async function pairOf(nodes: readonly RedisServer[], key: string) {
  const [first] = nodes;
  const slot = Number(await first?.client.cluster('KEYSLOT', key));
  const index = Array.from({ length: masters }, (_, at) => firstSlotOf(at)).findLastIndex(
    (from) => from <= slot,
  );
  const [master, replica] = [nodes[index], nodes[masters + index]];
  if (!master || !replica) throw new Error(`Nobody has the slot ${slot}`);
  return { master, replica };
}

function firstSlotOf(index: number): number {
  return Math.floor((slots * index) / masters);
}

/** The port on which nodes talk to each other; it is not the usual one, which may be beyond the last. */
async function busOf({ client }: RedisServer): Promise<string> {
  const [, port = ''] = await client.config('GET', 'cluster-port');
  return port;
}
