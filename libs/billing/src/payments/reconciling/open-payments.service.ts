import { Inject, Injectable } from '@nestjs/common';
import { Clock, Database, LOGGER, type Logger } from '@onegate/platform';
import { checkAgainAfter } from '../check-times.js';
import { PaymentProviders } from '../providers/payment-providers.js';
import { Payment } from '../records/payment.entity.js';
import { OpenPaymentSteps } from './open-payment-steps.service.js';

const atOnce = 100;
/** Puts one aside first, so that no two processes look at it, and one that fails waits for its turn. */
const claimDue = `update payments set next_check_at = $1 where id = (
    select id from payments where next_check_at <= $2 and not public_id = any($3) order by next_check_at
    limit 1 for update skip locked)
  returning public_id`;

/** Payments of which the end is not known: asks, goes on with them, or ends them. */
@Injectable()
export class OpenPayments {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly providers: PaymentProviders,
    private readonly steps: OpenPaymentSteps,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  async check(): Promise<number> {
    const seen: string[] = [];
    while (seen.length < atOnce) {
      const payment = await this.claim(seen);
      if (!payment) break;
      seen.push(payment.publicId);
      await this.tryCheck(payment);
    }
    return seen.length;
  }

  private async claim(seen: readonly string[]): Promise<Payment | null> {
    const now = this.clock.now();
    const soon = checkAgainAfter(now, now);
    const [rows] = await this.database.query<{ public_id: string }[]>(claimDue, [soon, now, seen]);
    const claimed = rows?.[0];
    return claimed ? this.database.of(Payment).findOneBy({ publicId: claimed.public_id }) : null;
  }

  private async tryCheck(payment: Payment): Promise<void> {
    const provider = this.providers.named(payment.provider);
    try {
      if (provider?.isLive === payment.isLive) await this.steps.advance(provider, payment);
      await this.steps.waitOn(payment);
    } catch (err) {
      this.log.warn({ err, paymentId: payment.publicId }, 'It is not known what became of a payment');
    }
  }
}
