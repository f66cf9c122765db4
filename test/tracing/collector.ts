import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';

const value = z.looseObject({}).transform((one) => {
  const [first] = Object.values(one);
  const list = (first as { values?: Record<string, unknown>[] }).values;
  return list ? list.map((part) => Object.values(part)[0]) : first;
});
const attributes = z
  .array(z.object({ key: z.string(), value }))
  .default([])
  .transform((list) => Object.fromEntries(list.map((one) => [one.key, one.value])));

const span = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  kind: z.number(),
  startTimeUnixNano: z.string(),
  endTimeUnixNano: z.string(),
  attributes,
  links: z.array(z.object({ traceId: z.string(), spanId: z.string() })).default([]),
  status: z.object({ code: z.number().optional(), message: z.string().optional() }).default({}),
});
export type Span = z.infer<typeof span>;

const metric = z.object({
  name: z.string(),
  unit: z.string(),
  histogram: z.object({
    dataPoints: z.array(
      z.object({ count: z.number(), sum: z.number(), attributes, explicitBounds: z.array(z.number()) }),
    ),
  }),
});
export type Metric = z.infer<typeof metric>;

const resource = z.object({ attributes });
const traces = z.object({
  resourceSpans: z.array(z.object({ resource, scopeSpans: z.array(z.object({ spans: z.array(span) })) })),
});
const metrics = z.object({
  resourceMetrics: z.array(
    z.object({ resource, scopeMetrics: z.array(z.object({ metrics: z.array(metric) })) }),
  ),
});

/** A collector that takes OTLP as JSON over HTTP, and keeps all that it is sent. */
export class Collector {
  readonly spans: Span[] = [];
  /** As sent last: they add up. */
  readonly metrics = new Map<string, Metric>();
  readonly resources: Record<string, unknown>[] = [];
  readonly texts: string[] = [];
  readonly tokens = new Set<string | undefined>();

  private constructor(private readonly server: Server) {}

  static async start(): Promise<Collector> {
    const server = createServer();
    const collector = new Collector(server);
    server.on('request', (request: IncomingMessage, response) => {
      void collector
        .take(request)
        .then(() => response.setHeader('content-type', 'application/json').end('{}'));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return collector;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async take(request: IncomingMessage): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
    const bytes = Buffer.concat(pieces);
    const text = String(request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes);
    this.texts.push(text);
    this.tokens.add(request.headers['x-token']?.toString());
    if (request.url === '/v1/traces') this.takeTraces(text);
    if (request.url === '/v1/metrics') this.takeMetrics(text);
  }

  private takeTraces(text: string): void {
    for (const { resource: from, scopeSpans } of traces.parse(JSON.parse(text)).resourceSpans) {
      this.resources.push(from.attributes);
      this.spans.push(...scopeSpans.flatMap(({ spans }) => spans));
    }
  }

  private takeMetrics(text: string): void {
    for (const { scopeMetrics } of metrics.parse(JSON.parse(text)).resourceMetrics) {
      for (const one of scopeMetrics.flatMap((scoped) => scoped.metrics)) this.metrics.set(one.name, one);
    }
  }
}
