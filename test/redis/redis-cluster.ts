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
  const [first] = nodes;
  if (!first) throw new Error('There is no node');
  const bus = await busOf(first);
  await Promise.all(
    nodes.map(({ client }) => client.call('CLUSTER', 'MEET', '127.0.0.1', String(first.port), bus)),
  );
  await Promise.all(nodes.slice(0, masters).map((node, index) => giveSlots(node, index)));
  await until(
    'all to know each other',
    async () => {
      const known = await Promise.all(nodes.map((node) => knownNodes(node)));
      return known.every((ids) => ids.length === nodes.length);
    },
    20_000,
  );
  const ids = await Promise.all(nodes.map(async (node) => node.client.cluster('MYID')));
  await Promise.all(
    nodes.slice(masters).map((node, index) => node.client.cluster('REPLICATE', ids[index] ?? '')),
  );
  const isUp = async (node: RedisServer): Promise<boolean> => {
    const [state, replication] = await Promise.all([
      node.client.cluster('INFO'),
      node.client.info('replication'),
    ]);
    return /cluster_state:ok/.test(state) && /role:master|master_link_status:up/.test(replication);
  };
  const haveReplicas = async (): Promise<boolean> => {
    const infos = await Promise.all(nodes.slice(0, masters).map((node) => node.client.info('replication')));
    return infos.every((info) => /state=online/.test(info));
  };
  const allUp = async (): Promise<boolean> =>
    (await Promise.all(nodes.map(isUp))).every(Boolean) && haveReplicas();
  await until('the cluster', allUp, 30_000);
  return { nodes, pairOf: (key) => pairOf(nodes, key) };
}

async function startNode(servers: RedisServers): Promise<RedisServer> {
  const bus = await freePort();
  return servers.start(() => [
    ...dataServer,
    'cluster-enabled yes',
    `cluster-port ${bus}`,
    'cluster-node-timeout 2000',
    // Promoted however old its data is: what is lost is what this is about.
    'cluster-replica-validity-factor 0',
  ]);
}

async function giveSlots({ client }: RedisServer, index: number): Promise<void> {
  const from = Math.floor((slots * index) / masters);
  const end = Math.floor((slots * (index + 1)) / masters);
  await client.call('CLUSTER', 'ADDSLOTSRANGE', String(from), String(end - 1));
}

async function knownNodes({ client }: RedisServer): Promise<string[]> {
  const text = String(await client.cluster('NODES'));
  return text.split('\n').filter((line) => line && !line.includes('handshake'));
}

async function pairOf(nodes: readonly RedisServer[], key: string) {
  const [first] = nodes;
  const slot = Number(await first?.client.cluster('KEYSLOT', key));
  const index = Math.min(Math.floor((slot * masters) / slots), masters - 1);
  const isHere = (at: number): boolean => slot >= Math.floor((slots * at) / masters);
  const at = isHere(index + 1) && index + 1 < masters ? index + 1 : index;
  const [master, replica] = [nodes[at], nodes[masters + at]];
  if (!master || !replica) throw new Error(`Nobody has the slot ${slot}`);
  return { master, replica };
}

/** The port on which nodes talk to each other; it is not the usual one, which may be beyond the last. */
async function busOf({ client }: RedisServer): Promise<string> {
  const [, port = ''] = await client.config('GET', 'cluster-port');
  return port;
}
