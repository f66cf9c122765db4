import { hostname } from 'node:os';
import type { OnApplicationShutdown } from '@nestjs/common';
import {
  defaultTextMapGetter,
  defaultTextMapSetter,
  diag,
  DiagLogLevel,
  isSpanContextValid,
  ROOT_CONTEXT,
  SpanKind,
  trace,
  type Context,
  type Meter,
} from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes, type Resource } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { Configuration } from '../config/configuration.js';
import type { Logger } from '../logging/logger.js';
import { CallTracing, type CallTrace } from './call-trace.js';
import { genAiMetrics } from './gen-ai-names.js';
import { SpannedCall, type SpanSources } from './spanned-call.js';

const scope = 'onegate';
const propagator = new W3CTraceContextPropagator();

type Settings = Configuration['telemetry'] & { readonly endpoint: string };

/** Sends spans and metrics of calls to a collector, in the background; one that is away costs spans, never a call. */
export class ExportedTracing extends CallTracing implements OnApplicationShutdown {
  private readonly tracers: TracerProvider;
  private readonly meters: MeterProvider;
  private readonly sources: SpanSources;

  constructor(
    private readonly settings: Settings,
    { application, log }: { readonly application: string; readonly log: Logger },
  ) {
    super();
    warnWith(log);
    const resource = resourceOf(settings, application);
    this.tracers = tracersFor(settings, resource);
    this.meters = metersFor(settings, resource);
    this.sources = {
      tracer: this.tracers.getTracer(scope),
      histograms: histogramsOf(this.meters.getMeter(scope)),
      headersFor: settings.passesOn ? headersOf : () => ({}),
    };
  }

  override begin(headers: Readonly<Record<string, string | string[] | undefined>>): CallTrace {
    const theirs = propagator.extract(ROOT_CONTEXT, headers, defaultTextMapGetter);
    const parent = this.settings.trustsCallers ? theirs : ROOT_CONTEXT;
    const caller = trace.getSpanContext(theirs);
    const isLinked = !this.settings.trustsCallers && caller !== undefined && isSpanContextValid(caller);
    const span = this.sources.tracer.startSpan(
      'call',
      { kind: SpanKind.SERVER, ...(isLinked && { links: [{ context: caller }] }) },
      parent,
    );
    return new SpannedCall(this.sources, span, parent);
  }

  /** What is gathered goes out first. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.allSettled([this.tracers.shutdown(), this.meters.shutdown()]);
  }
}

function tracersFor(settings: Settings, resource: Resource): TracerProvider {
  const exporter = new OTLPTraceExporter(target(settings, 'v1/traces'));
  return new TracerProvider({
    resource,
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(settings.sampleRatio) }),
    spanProcessors: [
      new BatchSpanProcessor({
        exporter,
        scheduledDelayMillis: settings.spanDelayMillis,
        maxQueueSize: 8_192,
      }),
    ],
  });
}

function metersFor(settings: Settings, resource: Resource): MeterProvider {
  const exporter = new OTLPMetricExporter(target(settings, 'v1/metrics'));
  const exportIntervalMillis = settings.metricMillis;
  const exportTimeoutMillis = Math.min(exportIntervalMillis, 30_000);
  return new MeterProvider({
    resource,
    readers: [new PeriodicExportingMetricReader({ exporter, exportIntervalMillis, exportTimeoutMillis })],
  });
}

function histogramsOf(meter: Meter): SpanSources['histograms'] {
  const made = (name: keyof typeof genAiMetrics) => {
    const { name: full, buckets, ...about } = genAiMetrics[name];
    return meter.createHistogram(full, { ...about, advice: { explicitBucketBoundaries: [...buckets] } });
  };
  return {
    tries: made('tries'),
    tokens: made('tokens'),
    calls: made('calls'),
    firstToken: made('firstToken'),
  };
}

function target({ endpoint, headers }: Settings, path: string) {
  return { url: `${endpoint.replace(/\/+$/, '')}/${path}`, headers: pairs(headers) };
}

function resourceOf({ serviceName, resource }: Settings, application: string): Resource {
  return resourceFromAttributes({
    ...pairs(resource),
    'service.name': serviceName ?? `onegate-${application}`,
    // Figures of two processes that went by one name would be taken for one that jumps.
    'service.instance.id': `${hostname()}-${process.pid}`,
  });
}

function pairs(texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const [name = '', ...value] = text.split('=');
      return [name.trim(), decodeURIComponent(value.join('=').trim())];
    }),
  );
}

function headersOf(where: Context): Record<string, string> {
  const headers: Record<string, string> = {};
  propagator.inject(where, headers, defaultTextMapSetter);
  return headers;
}

/** Their own sentences hold addresses and bodies of the collector's answers: told for finding out, not every minute as an error. */
function warnWith(log: Logger): void {
  const tell = (message: string): void => log.warn({ telemetry: message }, 'Traces or metrics are lost');
  const silent = (): void => undefined;
  diag.setLogger(
    { error: tell, warn: tell, info: silent, debug: silent, verbose: silent },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
}
