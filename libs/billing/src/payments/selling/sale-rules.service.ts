import { Inject, Injectable } from '@nestjs/common';
import { CONFIGURATION, Throttle, type Configuration } from '@onegate/platform';
import { tagOf, type BilledAccount } from '../../wallets/billed-account.js';
import { amountOutOfRange } from '../payment.errors.js';
import { paymentCurrency } from '../records/payment-records.service.js';

export interface SaleTerms {
  readonly currency: string;
  readonly minimumCents: number;
  readonly maximumCents: number;
  readonly taxNote: string | null;
}

const windowSeconds = 3_600;

/** How much can be bought at once, and how often: stolen cards are tried in many small payments, or by saving them. */
@Injectable()
export class SaleRules {
  constructor(
    private readonly throttle: Throttle,
    @Inject(CONFIGURATION) private readonly config: Configuration,
  ) {}

  get terms(): SaleTerms {
    const { minimumCents, maximumCents, taxNote } = this.config.payments;
    return { currency: paymentCurrency, minimumCents, maximumCents, taxNote: taxNote ?? null };
  }

  requireInRange(amountCents: number): void {
    const { minimumCents: minimum, maximumCents: maximum } = this.config.payments;
    if (amountCents >= minimum && amountCents <= maximum) return;
    const complaint = `must be between ${minimum} and ${maximum}`;
    throw amountOutOfRange({ minimum, maximum }, { fields: { amountCents: [complaint] } });
  }

  /** Counts one more, whatever comes of it. */
  async requireTurn(account: BilledAccount): Promise<void> {
    const limit = this.config.payments.salesPerHour;
    await this.throttle.attempt([{ name: 'payment/account', subject: tagOf(account), limit, windowSeconds }]);
  }
}
