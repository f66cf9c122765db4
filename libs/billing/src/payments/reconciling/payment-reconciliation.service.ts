import { Inject, Injectable } from '@nestjs/common';
import { LOGGER, type Logger } from '@onegate/platform';
import { PaymentProviders } from '../providers/payment-providers.js';
import { DueChecks } from './due-checks.service.js';
import { MissedEvents } from './missed-events.service.js';
import { OpenPayments } from './open-payments.service.js';

export interface Reconciled {
  readonly payments: number;
  readonly reversals: number;
  readonly setups: number;
  readonly events: number;
}

/** Finishes what a process that died, or a webhook that was lost, has left open. */
@Injectable()
export class PaymentReconciliation {
  constructor(
    private readonly providers: PaymentProviders,
    private readonly missed: MissedEvents,
    private readonly payments: OpenPayments,
    private readonly others: DueChecks,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  async run(): Promise<Reconciled> {
    let events = 0;
    for (const provider of this.providers.all) {
      events += await this.count('events', () => this.missed.read(provider));
    }
    const payments = await this.count('payments', () => this.payments.check());
    const reversals = await this.count('reversals', () => this.others.reversals());
    const setups = await this.count('setups', () => this.others.setups());
    return { payments, reversals, setups, events };
  }

  /** One provider that is down keeps nothing else from its turn. */
  private async count(what: string, work: () => Promise<number>): Promise<number> {
    try {
      return await work();
    } catch (err) {
      this.log.warn({ err, what }, 'Payments could not be reconciled');
      return 0;
    }
  }
}
