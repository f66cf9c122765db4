import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { Metrics } from '../metrics/metrics.js';
import { HealthService } from './health.service.js';

/** Whether this process reaches what it stands on. */
@Injectable()
export class HealthMetrics {
  readonly up: Gauge<'dependency'>;

  constructor({ registry }: Metrics, health: HealthService) {
    this.up = new Gauge({
      name: 'onegate_dependency_up',
      help: 'Whether Postgres and Redis answer this process: 1, or 0',
      labelNames: ['dependency'],
      aggregator: 'min',
      registers: [registry],
      async collect() {
        const { postgres, redis } = (await health.readiness()).checks;
        this.set({ dependency: 'postgres' }, postgres === 'ok' ? 1 : 0);
        this.set({ dependency: 'redis' }, redis === 'ok' ? 1 : 0);
      },
    });
  }
}
