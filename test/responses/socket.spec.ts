import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '@onegate/platform';
import { WebSocket } from 'ws';
import { simulated, type Simulated } from '../setup/simulated.ts';
import { until } from '../setup/until.ts';

let house: Simulated;

beforeAll(async () => {
  house = await simulated();
  await house.installation.worker();
});
afterAll(() => house.installation.close());

const model = 'gpt-4o-mini';

interface Event {
  readonly type: string;
  readonly status?: number;
  readonly error?: { readonly code: string; readonly message: string };
  readonly response?: {
    readonly id: string;
    readonly previous_response_id: string | null;
    readonly output: readonly object[];
    readonly usage: { readonly total_tokens: number } | null;
  };
}

function connect(token: string, headers = {}): WebSocket {
  const url = `${house.call.url.replace('http', 'ws')}/v1/responses`;
  return new WebSocket(url, { headers: { ...headers, authorization: `Bearer ${token}` } });
}

async function opened(): Promise<WebSocket> {
  const socket = connect(house.apiKey);
  await once(socket, 'open');
  return socket;
}

/** The events of as many responses, or errors, as are waited for. */
function events(socket: WebSocket, endings = 1): Promise<Event[]> {
  const seen: Event[] = [];
  let left = endings;
  return new Promise((done) => {
    socket.on('message', (data: Buffer) => {
      const event = JSON.parse(data.toString()) as Event;
      seen.push(event);
      if (event.type === 'error' || event.type === 'response.completed') left -= 1;
      if (left === 0) done(seen);
    });
  });
}

/** The calls of an end user that are in the books. */
function bookedFor(serviceUser: string): Promise<object[]> {
  return house.app.get(Database).query<object>(
    `select e.id from usage_events e join service_users s on s.id = e.service_user_id
     where s.name = $1`,
    [serviceUser],
  );
}

const create = (body: object) => JSON.stringify({ type: 'response.create', model, ...body });

describe('WebSocket /v1/responses', () => {
  it('answers in the events of a stream, one response after the other', async () => {
    const socket = await opened();
    const both = events(socket, 2);
    socket.send(create({ input: 'One' }));
    socket.send(create({ input: 'Two' }));
    const types = (await both).map(({ type }) => type);
    expect(types[0]).toBe('response.created');
    expect(types.filter((type) => type === 'response.completed')).toHaveLength(2);
    expect(types.lastIndexOf('response.created')).toBe(types.indexOf('response.completed') + 1);
    socket.close();
  });

  it('goes on from earlier responses', async () => {
    const socket = await opened();
    const first = events(socket);
    socket.send(create({ input: 'My name is Ada' }));
    const id = (await first).at(-1)?.response?.id;
    const second = events(socket);
    socket.send(create({ input: 'What is my name?', previous_response_id: id }));
    expect((await second).at(-1)?.response?.previous_response_id).toBe(id);
    expect(JSON.stringify(house.journal.list().at(-1)?.body)).toContain('My name is Ada');
    socket.close();
  });

  it('goes on from what is not stored on the same connection, and on no other', async () => {
    const socket = await opened();
    let previous: string | undefined;
    for (const input of ['My name is Ada', 'I live in Paris', 'Who am I, and where?']) {
      const seen = events(socket);
      socket.send(create({ input, store: false, previous_response_id: previous }));
      const { response } = (await seen).at(-1) ?? {};
      expect(response).toMatchObject({ store: false, previous_response_id: previous ?? null });
      previous = response?.id;
    }
    const sent = JSON.stringify(house.journal.list().at(-1)?.body);
    expect(sent).toContain('My name is Ada');
    expect(sent).toContain('I live in Paris');
    expect((await house.call.signedIn(house.apiKey).get(`/v1/responses/${previous}`)).status).toBe(404);

    const other = await opened();
    const refused = events(other);
    other.send(create({ input: 'Who am I?', previous_response_id: previous }));
    expect(await refused).toEqual([
      {
        type: 'error',
        status: 400,
        error: {
          type: 'invalid_request_error',
          code: 'previous_response_not_found',
          param: 'previous_response_id',
          message: `Previous response with id '${previous}' not found.`,
        },
      },
    ]);
    socket.close();
    other.close();
  });

  it.each([true, false])('is told beforehand what comes, which costs nothing; stored: %s', async (store) => {
    const asked = house.journal.list().length;
    const safety_identifier = `prepared-${store}`;
    const socket = await opened();
    const preparing = events(socket);
    socket.send(create({ input: 'My name is Ada', store, safety_identifier, generate: false }));
    const told = await preparing;
    expect(told.map(({ type }) => type)).toEqual([
      'response.created',
      'response.in_progress',
      'response.completed',
    ]);
    const prepared = told.at(-1)?.response;
    expect(prepared).toMatchObject({ output: [], store, usage: { input_tokens: 0, total_tokens: 0 } });
    expect(house.journal.list()).toHaveLength(asked);

    const next = events(socket);
    const goingOn = { store, safety_identifier, previous_response_id: prepared?.id };
    socket.send(create({ input: 'Who am I?', ...goingOn, generate: true }));
    expect((await next).at(-1)?.response?.previous_response_id).toBe(prepared?.id);
    const sent = house.journal.list().at(-1)?.body as { input: unknown } | undefined;
    expect(JSON.stringify(sent?.input)).toMatch(/My name is Ada.*Who am I\?/);
    expect(sent).not.toHaveProperty('generate');
    const kept = await house.call.signedIn(house.apiKey).get(`/v1/responses/${prepared?.id}`);
    expect(kept.status).toBe(store ? 200 : 404);
    const booked = await until('a call to be booked', async () => {
      const events = await bookedFor(safety_identifier);
      return events.length > 0 && events;
    });
    expect(booked).toHaveLength(1);
    socket.close();
  });

  it('is told beforehand for a model that there is, and for no other', async () => {
    const socket = await opened();
    const seen = events(socket, 2);
    socket.send(create({ model: 'no-such-model', input: 'x', generate: false }));
    socket.send(create({ input: 'x', generate: 'no' }));
    expect((await seen).map(({ type, status }) => [type, status])).toEqual([
      ['error', 404],
      ['error', 400],
    ]);
    socket.close();
  });

  it('makes each of its responses, whatever key for repeats the connection was opened with', async () => {
    const socket = connect(house.apiKey, { 'idempotency-key': 'of-the-connection' });
    await once(socket, 'open');
    const both = events(socket, 2);
    socket.send(create({ input: 'One' }));
    socket.send(create({ input: 'Two' }));
    const ids = (await both).flatMap(({ type, response }) =>
      type === 'response.completed' ? [response?.id] : [],
    );
    expect(new Set(ids).size).toBe(2);
    socket.close();
  });

  it('has no other requests, and none in the background', async () => {
    const socket = await opened();
    const seen = events(socket, 2);
    socket.send(JSON.stringify({ type: 'response.compact', model, input: 'x' }));
    socket.send(create({ input: 'x', background: true }));
    expect((await seen).map(({ type, status }) => [type, status])).toEqual([
      ['error', 400],
      ['error', 400],
    ]);
    socket.close();
  });

  it('says what is wrong and stays open', async () => {
    const socket = await opened();
    const seen = events(socket, 5);
    socket.send('no json');
    socket.send('['.repeat(9_000) + ']'.repeat(9_000));
    socket.send(create({ input: 'x', model: 'no-such-model' }));
    socket.send(create({ input: 'x', previous_response_id: 'resp_unknown' }));
    socket.send(create({ input: 'x' }));
    const told = await seen;
    expect(told.slice(0, 4).map(({ type, status }) => [type, status])).toEqual([
      ['error', 400],
      ['error', 400],
      ['error', 404],
      ['error', 400],
    ]);
    expect(told.at(-1)?.type).toBe('response.completed');
    socket.close();
  });

  it('refuses who is not signed in, and requests that are none', async () => {
    const socket = connect('sk-onegate-nobody');
    socket.on('error', () => undefined);
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }];
    expect(response.statusCode).toBe(401);
    expect((await house.call.signedIn(house.apiKey).get('/v1/responses')).status).toBe(405);
  });
});
