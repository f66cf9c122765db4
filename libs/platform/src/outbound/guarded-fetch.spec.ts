import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import { type AddressInfo, type Socket, createServer as createTcpServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type Agent, request } from 'undici';
import { type GuardedRequest, guardedFetch } from './guarded-fetch.js';
import { type ResolveName } from './guarded-lookup.js';
import { type OutboundAgentOptions, outboundAgent } from './outbound-agent.js';
import { type OutboundPolicy } from './outbound-policy.js';

const open: OutboundPolicy = { allowPrivate: true, allowedSchemes: ['http', 'https'] };
const guarded: OutboundPolicy = { allowPrivate: false, allowedSchemes: ['http', 'https'] };
const failing = (fault: string) => expect.objectContaining({ code: `outbound.${fault}` });

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

/** A real server on 127.0.0.1; gives its origin. */
async function serve(answer: (req: IncomingMessage, res: ServerResponse) => unknown): Promise<string> {
  const server = createServer((req, res) => void answer(req, res));
  await listening(server);
  closing.push(async () => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function listening(server: Pick<Server, 'listen'>): Promise<void> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
}

function agentFor(policy: OutboundPolicy, options: OutboundAgentOptions = {}): Agent {
  const agent = outboundAgent(policy, options);
  closing.push(() => agent.destroy());
  return agent;
}

function call(policy: OutboundPolicy, url: string, init: GuardedRequest & OutboundAgentOptions = {}) {
  return guardedFetch(policy, url, { agent: agentFor(policy, init), ...init });
}

/** A DNS that answers each question with the next of these. */
function answering(...answers: string[][]): ResolveName {
  let asked = 0;
  return (_host, _options, callback) => {
    const answer = answers[Math.min(asked, answers.length - 1)] ?? [];
    asked += 1;
    callback(
      null,
      answer.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
}

async function bodyOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

describe('guardedFetch', () => {
  it('calls a local server by permission', async () => {
    const origin = await serve(async (req, res) => res.end(`${req.method} ${req.url} ${await bodyOf(req)}`));
    const response = await call(open, `${origin}/hook?x=1`, { method: 'POST', body: 'hello' });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('POST /hook?x=1 hello');
  });

  it('needs no agent of its own', async () => {
    const origin = await serve((_, res) => res.writeHead(204).end());
    expect((await guardedFetch(open, origin)).status).toBe(204);
  });

  it('refuses it without, and says nothing about the address behind a name', async () => {
    let called = 0;
    const origin = await serve((_, res) => {
      called += 1;
      res.end();
    });
    const { port } = new URL(origin);
    await expect(call(guarded, origin)).rejects.toEqual(failing('address_refused'));
    const resolve = answering(['127.0.0.1']);
    const refusal = call(guarded, `http://internal.example:${port}/`, { resolve });
    await expect(refusal).rejects.toEqual(failing('address_refused'));
    await expect(refusal).rejects.toHaveProperty('message', expect.not.stringContaining('127.0.0.1'));
    await expect(call(guarded, `http://localhost:${port}/`)).rejects.toEqual(failing('address_refused'));
    expect(called).toBe(0);
  });

  it('connects to the very address that it checked, and does not ask the DNS again', async () => {
    const origin = await serve((req, res) => res.end(req.headers.host));
    const { port } = new URL(origin);
    const response = await call(open, `http://name.example:${port}/`, {
      resolve: answering(['127.0.0.1'], []),
    });
    expect(await response.text()).toBe(`name.example:${port}`);
  });

  it('is not fooled by a name that answers differently the second time', async () => {
    let called = 0;
    const origin = await serve((_, res) => {
      called += 1;
      res.end();
    });
    const url = `http://rebind.example:${new URL(origin).port}/`;
    const agent = agentFor(guarded, { resolve: answering(['192.0.2.1'], ['127.0.0.1']) });
    await expect(guardedFetch(guarded, url, { agent })).rejects.toEqual(failing('address_refused'));
    await expect(guardedFetch(guarded, url, { agent })).rejects.toEqual(failing('address_refused'));
    expect(called).toBe(0);
  });

  it('refuses a name with one bad address among good ones, and one with none', async () => {
    const mixed = call(guarded, 'http://mixed.example/', { resolve: answering(['8.8.8.8', '::1']) });
    await expect(mixed).rejects.toEqual(failing('address_refused'));
    await expect(call(guarded, 'http://none.example/', { resolve: answering([]) })).rejects.toEqual(
      failing('unreachable'),
    );
  });

  it('holds for any use of the agent', async () => {
    const agent = agentFor(guarded);
    await expect(request('http://127.0.0.1:9/', { dispatcher: agent })).rejects.toEqual(
      failing('address_refused'),
    );
    await expect(request('http://[::1]:9/', { dispatcher: agent })).rejects.toEqual(
      failing('address_refused'),
    );
  });
});

describe('redirects of guardedFetch', () => {
  it('are followed, five at most', async () => {
    const origin = await serve((req, res) => {
      const left = Number(req.url?.slice(1));
      if (left > 0) res.writeHead(302, { location: `/${left - 1}` });
      res.end('there');
    });
    expect(await (await call(open, `${origin}/5`)).text()).toBe('there');
    await expect(call(open, `${origin}/6`)).rejects.toEqual(failing('redirects_exhausted'));
  });

  it.each([
    ['http://169.254.169.254/latest/', 'address_refused'],
    ['http://[::ffff:a9fe:a9fe]/', 'address_refused'],
    ['ftp://example.com/', 'scheme_refused'],
    ['http://me:secret@example.com/', 'credentials_in_url'],
    ['http://[', 'url_malformed'],
  ])('to %s are refused', async (location, fault) => {
    const origin = await serve((_, res) => res.writeHead(302, { location }).end('elsewhere'));
    await expect(call(open, origin)).rejects.toEqual(failing(fault));
  });

  it('keep secrets from another origin, and not from the same', async () => {
    const seen: Record<string, unknown>[] = [];
    const other = await serve((req, res) => {
      seen.push({ ...req.headers });
      res.end();
    });
    const origin = await serve((req, res) => {
      seen.push({ ...req.headers });
      res.writeHead(307, { location: req.url === '/' ? '/same' : other }).end();
    });
    const headers = { authorization: 'Bearer x', 'x-api-key': 'y', cookie: 'z', accept: 'text/plain' };
    await call(open, origin, { headers });
    expect(seen).toHaveLength(3);
    expect(seen[1]).toMatchObject(headers);
    expect(seen[2]).toMatchObject({ accept: 'text/plain' });
    for (const secret of ['authorization', 'x-api-key', 'cookie']) expect(seen[2]).not.toHaveProperty(secret);
  });

  it.each([
    [301, 'POST', 'GET '],
    [303, 'PUT', 'GET '],
    [303, 'HEAD', 'HEAD '],
    [307, 'POST', 'POST body'],
    [308, 'PUT', 'PUT body'],
    [302, 'PUT', 'PUT body'],
  ])('with %s turn %s into "%s"', async (status, method, arrived) => {
    let seen = '';
    const origin = await serve(async (req, res) => {
      const body = await bodyOf(req);
      if (req.url === '/') res.writeHead(status, { location: '/next' });
      else seen = `${req.method} ${body}`;
      res.end();
    });
    await call(open, origin, { method, body: method === 'HEAD' ? undefined : 'body' });
    expect(seen).toBe(arrived);
  });

  it('without a target are answers', async () => {
    const origin = await serve((_, res) => res.writeHead(302).end('nowhere'));
    const response = await call(open, origin);
    expect([response.status, await response.text()]).toEqual([302, 'nowhere']);
  });
});

describe('bounds of guardedFetch', () => {
  it('stop a response that is too large, and free its connection', async () => {
    const closed = Promise.withResolvers<void>();
    const origin = await serve((_, res) => {
      res.on('close', () => closed.resolve());
      const write = (): void => {
        while (!res.destroyed && res.write(Buffer.alloc(1024)));
      };
      res.on('drain', write);
      write();
    });
    const response = await call(open, origin, { maxResponseBytes: 10_000 });
    await expect(response.text()).rejects.toEqual(failing('response_too_large'));
    await closed.promise;
  });

  it('count what a compressed response unpacks to', async () => {
    const bomb = gzipSync(Buffer.alloc(1_000_000));
    const origin = await serve((_, res) => res.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb));
    const response = await call(open, origin, { maxResponseBytes: 100_000 });
    await expect(response.text()).rejects.toEqual(failing('response_too_large'));
    const fitting = await call(open, origin, { maxResponseBytes: 1_000_000 });
    expect((await fitting.arrayBuffer()).byteLength).toBe(1_000_000);
  });

  it('end a call whose headers or body do not come', async () => {
    const origin = await serve((req, res) => {
      if (req.url === '/body') res.write('so far');
    });
    await expect(call(open, origin, { totalTimeoutMs: 50 })).rejects.toEqual(failing('timed_out'));
    const response = await call(open, `${origin}/body`, { totalTimeoutMs: 200 });
    await expect(response.text()).rejects.toEqual(failing('timed_out'));
  });

  it('tell the caller of his own abort', async () => {
    const origin = await serve(() => {});
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(call(open, origin, { signal })).rejects.toThrow('enough');
  });

  it('name a server that is away, and one that hangs up', async () => {
    const sockets = createTcpServer((socket: Socket) => socket.destroy());
    await new Promise<void>((resolve) => {
      sockets.listen(0, '127.0.0.1', () => resolve());
    });
    const { port } = sockets.address() as AddressInfo;
    await expect(call(open, `http://127.0.0.1:${port}/`)).rejects.toEqual(failing('unreachable'));
    sockets.close();
    await expect(call(open, `http://127.0.0.1:${port}/`)).rejects.toEqual(failing('unreachable'));
  });
});
