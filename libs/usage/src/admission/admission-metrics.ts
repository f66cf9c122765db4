import { Injectable } from '@nestjs/common';
import { Metrics } from '@onegate/platform';
import { Histogram } from 'prom-client';

/** How long it takes to let a call in: what this server and its Redis add to every call before its provider is asked. */
@Injectable()
export class AdmissionMetrics {
  private readonly seconds: Histogram<'outcome'>;

  constructor({ registry }: Metrics) {
    this.seconds = new Histogram({
      name: 'onegate_admission_seconds',
      help: 'Time from the question whether a call may be made to the answer',
      labelNames: ['outcome'],
      buckets: [0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1],
      registers: [registry],
    });
  }

  /** Hands on what is awaited, and notes how long it took. */
  async timed<Result>(admitting: Promise<Result>): Promise<Result> {
    const startedAt = performance.now();
    let outcome = 'refused';
    try {
      const result = await admitting;
      outcome = 'admitted';
      return result;
    } finally {
      this.seconds.observe({ outcome }, (performance.now() - startedAt) / 1_000);
    }
  }
}
