import { Injectable } from '@nestjs/common';
import { askedAtScrape, Clock, Metrics } from '@onegate/platform';
import { Counter, Gauge, type Registry } from 'prom-client';
import type { UsageEvent } from '../events/usage-event.js';
import { DeadLetters } from './dead-letters.js';
import { UsageStream } from './usage-stream.js';

interface Taken {
  readonly fresh: number;
  readonly known: number;
  readonly dead: number;
}

/** What a call cost by our prices and by the provider's own word; few providers give it. */
export type ReportedCost = Pick<UsageEvent, 'providerKind' | 'costNano' | 'reportedCostNano'>;

const nanosPerUsd = 1e9;

/** How far Postgres is behind: what to watch, and what to slow down by. */
@Injectable()
export class IngestMetrics {
  private readonly events: Counter<'outcome'>;
  private readonly providerCost: Counter<'provider' | 'said_by'>;
  /** Asked for at every scrape, like those that follow. */
  readonly waiting: Gauge;
  readonly lag: Gauge;
  readonly dead: Gauge;

  constructor({ registry }: Metrics, stream: UsageStream, deadLetters: DeadLetters, clock: Clock) {
    const registers = [registry];
    this.events = new Counter({
      name: 'onegate_usage_events_total',
      help: 'Usage events that were taken from the stream: new, known already, or put aside',
      labelNames: ['outcome'],
      registers,
    });
    this.providerCost = providerCost(registers);
    this.waiting = new Gauge({
      name: 'onegate_usage_events_waiting',
      aggregator: 'first',
      help: 'Usage events in the stream that Postgres does not have yet',
      registers,
      collect: askedAtScrape(async (gauge) => {
        gauge.set(await stream.length());
      }),
    });
    this.lag = new Gauge({
      name: 'onegate_usage_lag_seconds',
      aggregator: 'first',
      help: 'For how long the oldest of them has waited',
      registers,
      collect: askedAtScrape(async (gauge) => {
        const since = await stream.waitingSince();
        gauge.set(since ? Math.max(clock.now().getTime() - since.getTime(), 0) / 1000 : 0);
      }),
    });
    this.dead = new Gauge({
      name: 'onegate_usage_dead_letters',
      aggregator: 'first',
      help: 'Entries of the stream that were put aside because they could not be taken in',
      registers,
      collect: askedAtScrape(async (gauge) => {
        gauge.set(await deadLetters.count());
      }),
    });
  }

  taken({ fresh, known, dead }: Taken): void {
    this.events.inc({ outcome: 'new' }, fresh);
    this.events.inc({ outcome: 'known' }, known);
    this.events.inc({ outcome: 'dead' }, dead);
  }

  /** Each call once. */
  compare(calls: readonly ReportedCost[]): void {
    for (const { providerKind, costNano, reportedCostNano } of calls) {
      if (reportedCostNano === null || providerKind === null) continue;
      const labels = { provider: providerKind };
      this.providerCost.inc({ ...labels, said_by: 'prices' }, Number(costNano) / nanosPerUsd);
      this.providerCost.inc({ ...labels, said_by: 'provider' }, Number(reportedCostNano) / nanosPerUsd);
    }
  }
}

function providerCost(registers: Registry[]): Counter<'provider' | 'said_by'> {
  return new Counter({
    name: 'onegate_provider_cost_usd_total',
    help: 'What calls cost of which the provider said so: by our prices, and by its word',
    labelNames: ['provider', 'said_by'],
    registers,
  });
}
