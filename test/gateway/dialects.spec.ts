import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { factsOf, type ProviderKind } from '@onegate/models';
import { dialects, streamOf } from './dialects.fixture.ts';
import { gatewayHouse, type GatewayHouse } from './gateway-house.ts';
import { LoopbackProvider } from './loopback-provider.ts';

let house: GatewayHouse;
let provider: LoopbackProvider;

beforeAll(async () => {
  house = await gatewayHouse();
  provider = await LoopbackProvider.start(house.installation);
});
afterEach(() => house.removeAccounts());
afterAll(() => house.installation.close());

const model = 'openai/gpt-4o';
const messages = [{ role: 'user', content: 'What is two and two?' }];

type Event = Record<string, unknown> & { type?: string };

async function asked(path: string, body: object): Promise<{ answer: Response; text: string }> {
  const answer = await fetch(house.call.url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${house.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model, stream: true, ...body }),
  });
  return { answer, text: await answer.text() };
}

function eventsIn(text: string): Event[] {
  const lines = text.split('\n').filter((line) => line.startsWith('data: {'));
  return lines.map((line) => JSON.parse(line.slice(6)) as Event);
}

/** All the pieces of one kind, put together. */
function joined(events: readonly Event[], type: string, piece: (event: Event) => unknown): string {
  return events
    .filter((event) => event.type === type)
    .map((event) => piece(event))
    .filter((text) => typeof text === 'string')
    .join('');
}

const inside = (value: unknown) => (value ?? {}) as Record<string, unknown>;
const sumOf = (usage: object, kinds: readonly string[]) =>
  Object.entries(usage)
    .filter(([kind]) => kinds.includes(kind))
    .reduce((sum, [, units]) => sum + Number(units), 0);
const inputKinds = ['input', 'cached_read', 'cache_write'];
const outputKinds = ['output', 'reasoning'];

describe.each(dialects)('The chat of %s', (_name, dialect) => {
  const { kind, headers = {}, usage, text, thought } = dialect;
  const stream = streamOf(dialect);
  const { protocols } = factsOf(kind as ProviderKind);

  beforeAll(() => {
    provider.does((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream', ...headers }).end(stream);
    });
  });

  async function settledUsage(answer: Response): Promise<Record<string, unknown>> {
    const end = await house.settled(answer.headers.get('x-request-id'));
    expect(end).toMatchObject({ status: 'completed', countSource: 'upstream' });
    const entries = Object.entries(end.usage).map(([unit, count]) => [unit, BigInt(count ?? 0)] as const);
    return Object.fromEntries(entries.filter(([, count]) => count > 0n));
  }

  it('passes byte for byte, and is charged for what it used', async () => {
    await house.account(model, { kind, base_url: provider.url });
    const body = { messages, stream_options: { include_usage: true } };
    const { answer, text: received } = await asked('/v1/chat/completions', body);
    expect(received).toBe(stream);
    expect(await settledUsage(answer)).toEqual({ ...usage, request: 1n });
    for (const name of Object.keys(headers)) expect(answer.headers.get(name)).toBeNull();
  });

  const toMessages =
    protocols['anthropic-messages'] === undefined && dialect.isChatOnly !== false ? it : it.skip;
  toMessages('is understood as Messages', async () => {
    await house.account(model, { kind, base_url: provider.url });
    const { answer, text: received } = await asked('/v1/messages', { messages, max_tokens: 100 });
    const events = eventsIn(received);
    const delta = (event: Event) => inside(event['delta']);
    expect(joined(events, 'content_block_delta', (event) => delta(event)['text'])).toBe(text);
    expect(joined(events, 'content_block_delta', (event) => delta(event)['thinking'])).toBe(thought);
    const told = inside(events.find(({ type }) => type === 'message_delta')?.['usage']);
    const cached = Number(told['cache_read_input_tokens'] ?? 0);
    expect(Number(told['input_tokens']) + cached).toBe(sumOf(usage, inputKinds));
    expect(told['output_tokens']).toBe(sumOf(usage, outputKinds));
    expect(await settledUsage(answer)).toEqual({ ...usage, request: 1n });
  });

  const toResponses = protocols['openai-responses'] === undefined ? it : it.skip;
  toResponses('is understood as Responses', async () => {
    await house.account(model, { kind, base_url: provider.url });
    const { answer, text: received } = await asked('/v1/responses', { input: 'What is two and two?' });
    const events = eventsIn(received);
    expect(joined(events, 'response.output_text.delta', (event) => event['delta'])).toBe(text);
    const end = inside(events.find(({ type }) => type === 'response.completed')?.['response']);
    const items = end['output'] as Event[];
    expect(items.map(({ type }) => type)).toEqual([...(thought === '' ? [] : ['reasoning']), 'message']);
    expect(JSON.stringify(items)).toContain(thought);
    expect(end['usage']).toMatchObject({
      input_tokens: sumOf(usage, inputKinds),
      output_tokens: sumOf(usage, outputKinds),
    });
    expect(await settledUsage(answer)).toEqual({ ...usage, request: 1n });
  });
});
