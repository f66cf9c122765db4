import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { SteadySentinelConnector } from './steady-sentinel-connector.js';

const bulk = (text: string): string => `$${text.length}\r\n${text}\r\n`;
const list = (...texts: string[]): string => `*${texts.length}\r\n${texts.map(bulk).join('')}`;

const closers: (() => unknown)[] = [];
afterEach(() => {
  for (const close of closers.splice(0).toReversed()) close();
});

/** Master and sentinel in one; whoever asks for the master is answered only after `news` has reached all who listen. */
async function startWatched() {
  const listening = new Set<Socket>();
  const masterSockets = new Set<Socket>();
  const state = { news: false, port: 0 };
  const answers: Record<string, (socket: Socket) => void> = {
    hello: (socket) => socket.write('-ERR unknown command HELLO\r\n'),
    ping: (socket) => {
      masterSockets.add(socket);
      socket.write('+PONG\r\n');
    },
    subscribe: (socket) => {
      listening.add(socket);
      socket.write(`*3\r\n${bulk('subscribe')}${bulk('+switch-master')}:1\r\n`);
    },
    sentinels: (socket) => socket.write('*0\r\n'),
    'get-master-addr-by-name': (socket) => {
      if (state.news) for (const one of listening) one.write(list('message', '+switch-master', 'it'));
      setTimeout(() => socket.write(list('127.0.0.1', `${state.port}`)), state.news ? 50 : 0);
    },
  };
  const server = createServer((socket) => {
    closers.push(() => socket.destroy());
    socket.on('error', () => undefined);
    socket.on('close', () => listening.delete(socket));
    socket.on('data', (data) => {
      for (const [, count, rest = ''] of data.toString().matchAll(/\*(\d+)\r\n((?:(?!\*).*\r\n)*)/g)) {
        const words = rest.split('\r\n').filter((line) => line && !line.startsWith('$'));
        const [first = '', second = ''] = words.map((word) => word.toLowerCase());
        const answer = answers[first === 'sentinel' ? second : first];
        if (answer) answer(socket);
        else if (Number(count) > 0) socket.write('+OK\r\n');
      }
    });
  });
  closers.push(() => server.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  state.port = (server.address() as AddressInfo).port;
  const lose = (): void => {
    state.news = true;
    for (const socket of masterSockets) socket.destroy();
  };
  return { port: state.port, listening, lose };
}

describe('SteadySentinelConnector', () => {
  it('finds the new master although word of it comes while it is looking', async () => {
    const { port, listening, lose } = await startWatched();
    const redis = new Redis({
      sentinels: [{ host: '127.0.0.1', port }],
      name: 'onegate',
      failoverDetector: true,
      enableReadyCheck: false,
      retryStrategy: () => 10,
      Connector: SteadySentinelConnector,
    });
    closers.push(() => redis.disconnect());
    redis.on('error', () => undefined);
    expect(await redis.ping()).toBe('PONG');
    while (listening.size === 0) await new Promise((resolve) => setTimeout(resolve, 5));

    const isBack = once(redis, 'ready');
    lose();
    await isBack;
    expect(await redis.ping()).toBe('PONG');
  });
});
