import { Injectable } from '@nestjs/common';
import { askedAtScrape, Clock, Metrics } from '@onegate/platform';
import { Gauge } from 'prom-client';
import { ReconciliationRuns } from './reconciliation-runs.service.js';

/** What to raise an alarm by: any difference, or a comparison that has not been made for long. */
@Injectable()
export class ReconciliationMetrics {
  readonly difference: Gauge;
  readonly differing: Gauge;
  readonly age: Gauge;

  constructor({ registry }: Metrics, runs: ReconciliationRuns, clock: Clock) {
    const registers = [registry];
    this.difference = new Gauge({
      name: 'onegate_reconciliation_difference_nano_usd',
      aggregator: 'first',
      help: 'What events, ledger, wallets and Redis differ by, in nano-dollars, all differences without their signs',
      registers,
      collect: askedAtScrape(async (gauge) => {
        gauge.set(Number((await runs.latest())?.differenceNano ?? 0n));
      }),
    });
    this.differing = new Gauge({
      name: 'onegate_reconciliation_accounts_differing',
      aggregator: 'first',
      help: 'Accounts of which two places say different things',
      registers,
      collect: askedAtScrape(async (gauge) => {
        gauge.set((await runs.latest())?.differing ?? 0);
      }),
    });
    this.age = new Gauge({
      name: 'onegate_reconciliation_age_seconds',
      aggregator: 'first',
      help: 'Since the books were last compared; -1 where they never were',
      registers,
      collect: askedAtScrape(async (gauge) => {
        const finishedAt = (await runs.latest())?.finishedAt;
        gauge.set(finishedAt ? (clock.now().getTime() - finishedAt.getTime()) / 1000 : -1);
      }),
    });
  }
}
