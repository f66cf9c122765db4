import { Injectable } from '@nestjs/common';
import { askedAtScrape, Clock, Metrics } from '@onegate/platform';
import { Gauge, type Registry } from 'prom-client';
import { JournalKeeper } from '../journal/journal-keeper.service.js';
import { OpenCalls } from './open-calls.js';
import { ProcessLease } from './process-lease.service.js';

/** Calls that are under way, and charges that are on theirs: what must come to an end, and when it should have. */
@Injectable()
export class CallMetrics {
  readonly gauges: readonly Gauge[];

  constructor(
    { registry }: Metrics,
    calls: OpenCalls,
    lease: ProcessLease,
    keeper: JournalKeeper,
    clock: Clock,
  ) {
    const registers = [registry];
    this.gauges = [
      openCalls(registers, calls),
      oldestCall(registers, calls, clock),
      deadProcesses(registers, lease),
      journalCharges(registers, keeper),
    ];
  }
}

function openCalls(registers: Registry[], calls: OpenCalls): Gauge {
  return new Gauge({
    name: 'onegate_open_calls',
    help: 'Calls of this process that are under way, with money held for them',
    registers,
    collect() {
      this.set(calls.held().length);
    },
  });
}

function oldestCall(registers: Registry[], calls: OpenCalls, clock: Clock): Gauge {
  return new Gauge({
    name: 'onegate_open_call_seconds',
    help: 'For how long the oldest of them has been under way',
    registers,
    aggregator: 'max',
    collect() {
      const now = clock.now().getTime();
      const ages = calls.held().map(({ startedAt }) => now - startedAt.getTime());
      this.set(ages.reduce((most, age) => Math.max(most, age), 0) / 1_000);
    },
  });
}

function deadProcesses(registers: Registry[], lease: ProcessLease): Gauge {
  return new Gauge({
    name: 'onegate_dead_processes',
    help: 'Processes whose lease has run out and whose holds are not ended yet',
    registers,
    aggregator: 'first',
    collect: askedAtScrape(async (gauge) => gauge.set((await lease.dead()).length)),
  });
}

function journalCharges(registers: Registry[], keeper: JournalKeeper): Gauge {
  return new Gauge({
    name: 'onegate_journal_charges',
    help: 'Charges in the journals of this process that Postgres is not known to have',
    registers,
    collect: askedAtScrape(async (gauge) => {
      const journals = await keeper.journals();
      gauge.set(journals.reduce((sum, { open }) => sum + open.size, 0));
    }),
  });
}
