import { Injectable } from '@nestjs/common';
import { Metrics } from '@onegate/platform';
import { Counter } from 'prom-client';
import type { ProviderKind } from '../upstream-accounts/provider-kinds.js';
import type { CallOutcome } from './outcomes.js';

/** How calls to providers end. */
@Injectable()
export class UpstreamMetrics {
  private readonly tries: Counter<'provider' | 'outcome'>;

  constructor({ registry }: Metrics) {
    this.tries = new Counter({
      name: 'onegate_upstream_tries_total',
      help: 'Tries of calls at providers that have ended, by kind of provider and outcome',
      labelNames: ['provider', 'outcome'],
      registers: [registry],
    });
  }

  ended(provider: ProviderKind, outcome: CallOutcome): void {
    this.tries.inc({ provider, outcome });
  }
}
