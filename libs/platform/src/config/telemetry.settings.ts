import { z } from 'zod';
import { read, secretSetting, setting } from './setting.js';

/** Traces and metrics for an OpenTelemetry collector, under the names that every OpenTelemetry program knows. */
export const telemetrySettings = {
  endpoint: setting(
    'OTEL_EXPORTER_OTLP_ENDPOINT',
    read.url('http:', 'https:').optional(),
    'Address of an OpenTelemetry collector that takes OTLP over HTTP, such as `http://collector:4318`. Without it nothing is traced.',
  ),
  headers: secretSetting(
    'OTEL_EXPORTER_OTLP_HEADERS',
    read.list.pipe(z.array(z.string().regex(/^[^=]+=/, 'must be a list of name=value'))).default([]),
    'Headers for the collector, `name=value` separated by commas.',
  ),
  serviceName: setting(
    'OTEL_SERVICE_NAME',
    read.text.optional(),
    'Name under which the collector files what comes. Default: `onegate-api` and `onegate-worker`.',
  ),
  resource: setting(
    'OTEL_RESOURCE_ATTRIBUTES',
    read.list.pipe(z.array(z.string().regex(/^[^=]+=/, 'must be a list of name=value'))).default([]),
    'What else is said of the process, `name=value` separated by commas: `deployment.environment.name=production`.',
  ),
  sampleRatio: setting(
    'OTEL_TRACES_SAMPLER_ARG',
    z.coerce.number({ error: 'must be a number from 0 to 1' }).min(0).max(1).default(1),
    'Which part of the calls is traced, from 0 to 1. Metrics count all of them.',
  ),
  spanDelayMillis: setting(
    'OTEL_BSP_SCHEDULE_DELAY',
    read.count.default(5_000),
    'How long spans are gathered before they are sent.',
  ),
  metricMillis: setting(
    'OTEL_METRIC_EXPORT_INTERVAL',
    read.count.pipe(z.number().min(100, 'must be 100 or more')).default(60_000),
    'How often metrics are sent.',
  ),
  trustsCallers: setting(
    'ONEGATE_TRACE_TRUST_CALLERS',
    read.flag.default(false),
    "Whether a call's `traceparent` is believed: its trace goes on, and it decides whether the call is sampled. Else the trace is our own, with a link to that one.",
  ),
  passesOn: setting(
    'ONEGATE_TRACE_PASS_ON',
    read.flag.default(false),
    'Whether providers get a `traceparent` too.',
  ),
} as const;
