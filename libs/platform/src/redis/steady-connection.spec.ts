import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Cluster, Redis } from 'ioredis';
import { holdSteady } from './steady-connection.js';

type Reply = string | number | readonly Reply[];

const closers: (() => unknown)[] = [];
afterEach(() => {
  for (const close of closers.splice(0).toReversed()) close();
});

function encode(reply: Reply): string {
  if (typeof reply === 'number') return `:${reply}\r\n`;
  if (typeof reply === 'string') return `$${reply.length}\r\n${reply}\r\n`;
  return `*${reply.length}\r\n${reply.map(encode).join('')}`;
}

/** Answers each command by its last word that it has an answer for; its connections end only when it lets them. */
async function startNode(answers: Record<string, () => Reply>) {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      for (const [, words = ''] of data.toString().matchAll(/\*\d+\r\n((?:(?!\*).*\r\n)*)/g)) {
        const said = words.split('\r\n').map((word) => word.toLowerCase());
        const known = said.findLast((word) => word in answers);
        socket.write(encode(known === undefined ? 'OK' : (answers[known]?.() ?? 'OK')));
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const letGo = (): void => {
    for (const socket of sockets) socket.end();
  };
  closers.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return { port: (server.address() as AddressInfo).port, letGo };
}

/** Two nodes with half of the slots each. */
async function startNodes(state: () => string) {
  const ports: number[] = [];
  const slots = (): Reply => [
    [0, 8_191, ['127.0.0.1', ports[0] ?? 0]],
    [8_192, 16_383, ['127.0.0.1', ports[1] ?? 0]],
  ];
  const answers = { slots, info: () => `cluster_state:${state()}\r\n`, get: () => 'value' };
  const nodes = await Promise.all([startNode(answers), startNode(answers)]);
  ports.push(...nodes.map(({ port }) => port));
  return nodes;
}

function clusterOf(ports: readonly number[]): Cluster {
  const cluster = holdSteady(
    new Cluster(
      ports.map((port) => ({ host: '127.0.0.1', port })),
      { clusterRetryStrategy: () => 10, redisOptions: { enableReadyCheck: false }, lazyConnect: true },
    ),
  );
  cluster.on('error', () => undefined);
  closers.push(() => cluster.disconnect());
  return cluster;
}

async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

const openers: [string, (port: number) => Redis | Cluster][] = [
  ['a cluster', (port) => clusterOf([port]).duplicate()],
  [
    'one server',
    (port) =>
      holdSteady(
        new Redis({ port, lazyConnect: true, retryStrategy: () => 60_000, maxRetriesPerRequest: null }),
      ).duplicate(),
  ],
];

describe('a connection that is held steady', () => {
  it.each(openers)(
    'to %s that is not there ends when it is told to, and so do its commands',
    async (_to, open) => {
      const connection = open(await closedPort());
      connection.on('error', () => undefined);
      const value = connection.get('key').catch((error: unknown) => String(error));
      await new Promise((resolve) => connection.once('reconnecting', resolve));
      const isOver = once(connection, 'end');
      connection.disconnect();
      await isOver;
      expect(await value).toMatch(/^Error/);
      expect(connection.status).toBe('end');
    },
  );

  it('to a cluster stays ended when its nodes take their leave one after the other', async () => {
    const [first, second] = await startNodes(() => 'ok');
    const cluster = clusterOf([first?.port ?? 0]);
    expect(await Promise.all(['a', 'b', 'c', 'd'].map((key) => cluster.get(key)))).toContain('value');
    const leaves = cluster.nodes().map((node) => once(node, 'end'));
    const isOver = once(cluster, 'end');
    cluster.disconnect();
    first?.letGo();
    await isOver;
    second?.letGo();
    await Promise.all(leaves);
    await new Promise(setImmediate);
    expect(cluster.status).toBe('end');
    await expect(cluster.get('a')).rejects.toThrow('Connection is closed');
  });

  it('to a cluster is told to be there although it was down at the first look', async () => {
    let looks = 0;
    const [node] = await startNodes(() => ((looks += 1) === 1 ? 'fail' : 'ok'));
    const cluster = clusterOf([node?.port ?? 0]);
    await cluster.connect();
    expect(cluster.status).toBe('ready');
    expect(looks).toBe(2);
  });
});
