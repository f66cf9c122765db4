import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/**
 * The figures of this process, in Prometheus' text form. Where several share a port they are summed; a gauge that says the
 * same in each of them, because it is read from Redis or Postgres, wants `aggregator: 'first'`.
 */
@Injectable()
export class Metrics {
  readonly registry = new Registry();
  private readonly requests = new Histogram({
    name: 'onegate_http_request_seconds',
    help: 'Time from the arrival of a request to the end of its answer',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.025, 0.1, 0.25, 1, 2.5, 10, 60],
    registers: [this.registry],
  });

  private gather: (() => Promise<string>) | null = null;

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  /** `route` is the pattern, never the path itself: paths carry ids and their number has no bound. */
  requestEnded(request: { method: string; route: string; status: number }, seconds: number): void {
    const { method, route, status } = request;
    this.requests.observe({ method, route, status: `${Math.floor(status / 100)}xx` }, seconds);
  }

  /** Where this process is one of several that share a port, whoever asks means all of them. */
  gatherFrom(gather: () => Promise<string>): void {
    this.gather = gather;
  }

  text(): Promise<string> {
    return this.gather ? this.gather() : this.registry.metrics();
  }
}
