import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Route, UpstreamConnections } from '@onegate/models';
import { Agent } from 'undici';
import { AccountFetch } from './account-fetch.service.js';
import { ReadingAgents } from './reading-agents.js';

const agent = new Agent();
const connections = {
  headersFor: () => Promise.resolve({ authorization: 'Bearer of the account' }),
  agentFor: () => agent,
} as unknown as UpstreamConnections;
const route = { account: { timeouts: {} } } as Route;
const send = new AccountFetch(connections, new ReadingAgents(connections)).for(route, { 'x-further': '1' });

let heard: IncomingMessage[] = [];
let left: Promise<void>;
const ways: Record<string, (response: ServerResponse) => void> = {
  '/whole': (response) => response.setHeader('set-cookie', ['a=1', 'b=2']).end('{"a":1}'),
  '/packed': (response) => response.setHeader('content-encoding', 'gzip').end(gzipSync('{"a":1}')),
  '/empty': (response) => response.writeHead(204).end(),
  '/elsewhere': (response) => response.writeHead(307, { location: '/whole' }).end(),
  '/broken': (response) => response.write('first', () => response.destroy()),
  '/endless': (response) => {
    left = new Promise((resolve) => void response.once('close', resolve));
    response.write('first');
  },
};
const server = createServer((request, response) => {
  heard.push(request);
  ways[request.url ?? '']?.(response);
});
let url: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await agent.destroy();
  await new Promise((resolve) => server.close(resolve));
});

const ask = (path: string, init: RequestInit = {}) =>
  send(`${url}${path}`, { method: 'POST', body: '{}', ...init });

describe('The fetch of an account', () => {
  it('signs in, and tells all of the answer', async () => {
    heard = [];
    const answer = await ask('/whole', { headers: { 'x-api-key': 'none' } });
    expect(await answer.json()).toEqual({ a: 1 });
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(heard[0]?.headers).toMatchObject({ authorization: 'Bearer of the account', 'x-further': '1' });
  });

  it.each([
    ['/packed', 200, '{"a":1}'],
    ['/empty', 204, ''],
    ['/elsewhere', 307, ''],
  ])('%s is %i', async (path, status, text) => {
    const answer = await ask(path);
    expect([answer.status, await answer.text()]).toEqual([status, text]);
  });

  it('says so when an answer breaks off, and when nobody listens', async () => {
    await expect((await ask('/broken')).text()).rejects.toMatchObject({ code: 'UND_ERR_SOCKET' });
    await expect(send('http://127.0.0.1:1/')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('lets go of the connection when its reader leaves, before the first piece and after it', async () => {
    const early = await ask('/endless');
    await early.body?.cancel();
    await left;
    const reader = (await ask('/endless')).body?.getReader();
    expect((await reader?.read())?.done).toBe(false);
    await reader?.cancel();
    await left;
  });

  it('ends with the call that it is made for', async () => {
    const call = new AbortController();
    const answer = await ask('/endless', { signal: call.signal });
    call.abort();
    await expect(answer.text()).rejects.toMatchObject({ name: 'AbortError' });
    await left;
  });
});
