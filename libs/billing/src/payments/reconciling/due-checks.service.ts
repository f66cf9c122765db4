import { Inject, Injectable } from '@nestjs/common';
import { Clock, Database, LOGGER, type Logger } from '@onegate/platform';
import { LessThanOrEqual } from 'typeorm';
import { checkAgainAfter, day } from '../check-times.js';
import { PaymentMethodSetup } from '../methods/payment-method-setup.entity.js';
import { PaymentProviders } from '../providers/payment-providers.js';
import { PaymentReversal } from '../records/payment-reversal.entity.js';
import { DueCheckSteps } from './due-check-steps.service.js';

const atOnce = 100;

/** Refunds that were ordered and pages for payment methods of which nothing was heard. */
@Injectable()
export class DueChecks {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly providers: PaymentProviders,
    private readonly steps: DueCheckSteps,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  async reversals(): Promise<number> {
    const due = await this.database.of(PaymentReversal).find(this.due());
    for (const reversal of due) {
      await this.database.of(PaymentReversal).update(reversal.id, this.later(reversal));
      await this.trying(reversal.publicId, () => this.steps.carryOut(reversal));
    }
    return due.length;
  }

  async setups(): Promise<number> {
    const setups = this.database.of(PaymentMethodSetup);
    const due = await setups.find(this.due());
    for (const setup of due) {
      const isOver = setup.createdAt.getTime() + 2 * day < this.clock.now().getTime();
      await setups.update(setup.id, isOver ? { status: 'expired', nextCheckAt: null } : this.later(setup));
      await this.trying(setup.publicId, () => this.ask(setup));
    }
    return due.length;
  }

  private async ask({ provider: name, session, isLive }: PaymentMethodSetup): Promise<void> {
    const provider = this.providers.named(name);
    if (!provider || provider.isLive !== isLive || session === null) return;
    await this.steps.learn(name, await provider.setupNews(session));
  }

  private due() {
    return {
      where: { nextCheckAt: LessThanOrEqual(this.clock.now()) },
      order: { id: 'asc' as const },
      take: atOnce,
    };
  }

  private later({ createdAt }: { readonly createdAt: Date }) {
    return { nextCheckAt: checkAgainAfter(createdAt, this.clock.now()) };
  }

  private async trying(id: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (err) {
      this.log.warn({ err, id }, 'It is not known what became of a refund or of a page');
    }
  }
}
