import { Injectable } from '@nestjs/common';
import { Clock, Database } from '@onegate/platform';
import { Charges } from '../charges.service.js';
import { checkAgainAfter, day, hour, isToBeCharged } from '../check-times.js';
import { NewsLearning } from '../learning/news-learning.service.js';
import { PaymentLearning } from '../learning/payment-learning.service.js';
import { isUnsettled } from '../payment.flow.js';
import type { PaymentProvider } from '../providers/payment-provider.js';
import { Payment } from '../records/payment.entity.js';

const closeAfter = day + hour;

/** What is done with a payment whose end is not known. */
@Injectable()
export class OpenPaymentSteps {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly charges: Charges,
    private readonly news: NewsLearning,
    private readonly learning: PaymentLearning,
  ) {}

  async advance(provider: PaymentProvider, asked: Payment): Promise<void> {
    const fact = await provider.find(asked);
    if (fact) await this.news.learn(provider, [fact], 'reconciliation');
    const payment = await this.read(asked);
    if (!isUnsettled(payment.status) || payment.status === 'processing') return;
    const now = this.clock.now();
    const isUncharged = payment.channel === 'off_session' && payment.status === 'pending';
    if (isUncharged && isToBeCharged(payment, now)) await this.charges.carryOut(payment);
    else if (isUncharged || isOver(payment, now)) await this.end(provider, payment);
  }

  /** Looks again after as long as it has been waited for already. */
  async waitOn(asked: Payment): Promise<void> {
    const { id, status, createdAt } = await this.read(asked);
    const nextCheckAt = isUnsettled(status) ? checkAgainAfter(createdAt, this.clock.now()) : null;
    await this.database.of(Payment).update({ id, status }, { nextCheckAt });
  }

  private async end(provider: PaymentProvider, payment: Payment): Promise<void> {
    const fact = await provider.close(payment);
    if (fact) await this.news.learn(provider, [fact], 'reconciliation');
    await this.learning.abandon(payment.publicId);
  }

  private async read({ id }: Payment): Promise<Payment> {
    return this.database.of(Payment).findOneByOrFail({ id });
  }
}

function isOver({ createdAt }: Payment, now: Date): boolean {
  return now.getTime() - createdAt.getTime() > closeAfter;
}
