import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLogger, readConfiguration, silentTrace } from '@onegate/platform';
import { beginTracing } from '../../libs/platform/src/tracing/begin-tracing.ts';
import { given } from '../setup/given.ts';
import { simulated, type Simulated } from '../setup/simulated.ts';
import { testEnvironment } from '../setup/test-environment.ts';
import { until } from '../setup/until.ts';
import { Collector, type Span } from './collector.ts';

const kinds = { internal: 1, server: 2, client: 3 };
const words = 'Tell me of the heliotrope submarine';

let collector: Collector;
let house: Simulated;

beforeAll(async () => {
  collector = await Collector.start();
  house = await simulated({
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/`,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-token=let%20me%20in',
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
      OTEL_BSP_SCHEDULE_DELAY: '20',
      OTEL_METRIC_EXPORT_INTERVAL: '100',
      ONEGATE_TRACE_PASS_ON: 'true',
      ONEGATE_GATEWAY_TRIES: '2',
    },
  });
});
afterAll(async () => {
  await house.installation.close();
  await collector.close();
});

interface Traced {
  readonly spans: Span[];
  readonly root: Span;
  readonly text: string;
}

async function traced(
  body: object,
  headers: Record<string, string> = {},
  apiKey = house.apiKey,
): Promise<Traced> {
  const before = collector.spans.length;
  const answer = await fetch(`${house.call.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ model: 'gpt-4o-mini', messages: [{ role: 'user', content: words }], ...body }),
  });
  const text = await answer.text();
  const root = await until('the span of the call', () =>
    collector.spans.slice(before).find(({ kind }) => kind === kinds.server),
  );
  const spans = collector.spans.filter(({ traceId }) => traceId === root.traceId);
  return { spans, root, text };
}

const named = ({ spans }: Traced, name: string) => spans.filter((span) => span.name === name);
const clients = ({ spans }: Traced) => spans.filter(({ kind }) => kind === kinds.client);

describe('with a collector', () => {
  it('a call is one span of the server, with its admission, its try and its settlement', async () => {
    const call = await traced({ max_completion_tokens: 50 });
    const [client] = clients(call);
    expect(call.root).toMatchObject({
      name: 'chat gpt-4o-mini',
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.request.model': 'gpt-4o-mini',
        'gen_ai.request.max_tokens': 50,
        'gen_ai.provider.name': 'simulator',
        'gen_ai.response.model': client?.attributes['gen_ai.request.model'],
        'onegate.event.id': expect.stringMatching(/^evt_/),
        'onegate.status': 'completed',
      },
    });
    expect(client?.attributes).toMatchObject({
      'server.address': '127.0.0.1',
      'gen_ai.usage.input_tokens': expect.any(Number),
      'gen_ai.usage.output_tokens': expect.any(Number),
      'gen_ai.response.finish_reasons': [expect.any(String)],
      'gen_ai.response.id': expect.stringMatching(/^chatcmpl/),
    });
    const children = call.spans.filter(({ parentSpanId }) => parentSpanId === call.root.spanId);
    expect(children.map(({ name }) => name).toSorted()).toEqual(
      ['admission', `chat ${String(client?.attributes['gen_ai.request.model'])}`, 'settlement'].toSorted(),
    );
  });

  it('a stream is traced to its end, with the time to its first piece', async () => {
    const call = await traced({ stream: true }, { 'x-simulate': 'out=20' });
    expect(call.text).toContain('[DONE]');
    const { attributes } = call.root;
    expect(attributes).toMatchObject({ 'gen_ai.request.stream': true });
    expect(attributes['gen_ai.response.time_to_first_chunk']).toBeGreaterThan(0);
    expect(attributes['gen_ai.usage.output_tokens']).toBeGreaterThan(0);
  });

  it('each try is a span, and what went wrong with it is told by its code', async () => {
    const call = await traced({}, { 'x-simulate': 'fail=500,tag=traced' });
    expect(clients(call).length).toBe(2);
    for (const { attributes, status } of clients(call)) {
      expect(status.code).toBe(2);
      expect(attributes['error.type']).toMatch(/^[a-z_]+\.[a-z_]+$/);
    }
    expect(call.root).toMatchObject({ status: { code: 2 } });
    expect(named(call, 'settlement')).toEqual([]);
  });

  it('a refused call is told too', async () => {
    const user = await given(house.app).user();
    const call = await traced({}, {}, await given(house.app).apiKey(user));
    expect(call.root.status.code).toBe(2);
    expect(call.root.attributes['error.type']).toBe('insufficient_credits');
    expect(named(call, 'admission')).toMatchObject([{ status: { code: 2 } }]);
    expect(clients(call)).toEqual([]);
  });

  it('a trace of a stranger is linked to, and not gone on with', async () => {
    const traceId = 'a'.repeat(32);
    const call = await traced({}, { traceparent: `00-${traceId}-${'b'.repeat(16)}-01` });
    expect(call.root.traceId).not.toBe(traceId);
    expect(call.root.links).toEqual([{ traceId, spanId: 'b'.repeat(16) }]);
  });

  it('the provider gets the trace of its try where the setting says so', async () => {
    const call = await traced({ messages: [{ role: 'user', content: 'Passed on' }] });
    const [client] = clients(call);
    const got = house.journal.list().map(({ headers }) => headers['traceparent']);
    expect(got).toContain(`00-${call.root.traceId}-${client?.spanId}-01`);
  });

  it('durations and tokens are counted as the conventions say', async () => {
    await traced({ stream: true });
    const names = [
      'gen_ai.client.operation.duration',
      'gen_ai.client.token.usage',
      'gen_ai.server.request.duration',
      'gen_ai.server.time_to_first_token',
    ];
    await until('every metric', () => names.every((name) => collector.metrics.has(name)));
    const units = names.map((name) => collector.metrics.get(name)?.unit);
    expect(units).toEqual(['s', '{token}', 's', 's']);
    const points = collector.metrics.get('gen_ai.client.token.usage')?.histogram.dataPoints ?? [];
    expect(new Set(points.map(({ attributes }) => attributes['gen_ai.token.type']))).toEqual(
      new Set(['input', 'output']),
    );
    expect(points[0]?.explicitBounds.slice(0, 4)).toEqual([1, 4, 16, 64]);
    expect(points[0]?.attributes).toMatchObject({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'simulator',
      'gen_ai.request.model': 'gpt-4o-mini',
    });
  });

  it('says who speaks, signs in as it is told to, and repeats no word of a call', async () => {
    const call = await traced({});
    const said = (JSON.parse(call.text) as { choices: { message: { content: string } }[] }).choices[0];
    expect(collector.resources[0]).toMatchObject({
      'service.name': 'onegate-api',
      'service.instance.id': expect.stringMatching(/-\d+$/),
      'deployment.environment.name': 'test',
    });
    expect([...collector.tokens]).toEqual(['let me in']);
    const all = collector.texts.join('\n');
    expect(all).not.toContain('heliotrope');
    expect(all).not.toContain(String(said?.message.content).slice(0, 20));
    expect(all).not.toContain(house.apiKey);
  });
});

describe('a trusted caller', () => {
  it('has his trace gone on with, and decides whether it is sampled', async () => {
    const trusting = await simulated({
      env: {
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
        OTEL_BSP_SCHEDULE_DELAY: '20',
        OTEL_TRACES_SAMPLER_ARG: '0',
        ONEGATE_TRACE_TRUST_CALLERS: 'true',
      },
    });
    const ask = (traceparent: string) =>
      trusting.call
        .signedIn(trusting.apiKey)
        .with({ traceparent })
        .post('/v1/chat/completions', { model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'Hi' }] });
    await ask(`00-${'d'.repeat(32)}-${'e'.repeat(16)}-00`);
    await ask(`00-${'c'.repeat(32)}-${'e'.repeat(16)}-01`);
    await trusting.installation.close();
    const ids = new Set(collector.spans.map(({ traceId }) => traceId));
    expect(ids.has('c'.repeat(32))).toBe(true);
    expect(ids.has('d'.repeat(32))).toBe(false);
    const theirs = trusting.journal.list().map(({ headers }) => headers['traceparent']);
    expect(new Set(theirs)).toEqual(new Set([undefined]));
  });
});

describe('without a collector', () => {
  it('one object serves every call', async () => {
    const config = readConfiguration(testEnvironment({ DATABASE_URL: 'postgres://nowhere/none' }));
    const log = createLogger('api', 'silent');
    const tracing = await beginTracing({ application: 'api', config, log });
    expect(tracing.begin({})).toBe(silentTrace);
  });
});
