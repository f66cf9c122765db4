import { Inject, Injectable } from '@nestjs/common';
import { CONFIGURATION, type Configuration } from '@onegate/platform';
import type { BilledAccount } from '../../wallets/billed-account.js';
import { asking } from '../asking.js';
import { PaymentCustomers } from '../methods/payment-customers.service.js';
import { checkoutOver } from '../payment.errors.js';
import { PaymentProviders } from '../providers/payment-providers.js';
import { PaymentRecords } from '../records/payment-records.service.js';
import { ReturnPlaces } from '../return-places.js';

export interface CheckoutWanted {
  readonly account: BilledAccount;
  readonly purpose: 'credits';
  readonly reference: string;
  readonly about: string;
  readonly creatorUserId: number;
  readonly amountCents: number;
  readonly successUrl: string | null;
  readonly cancelUrl: string | null;
}

export interface OpenedCheckout {
  readonly checkoutUrl: string;
  readonly sessionId: string;
  readonly paymentId: string;
}

/**
 * Hosted pages to pay on. Nobody has the address of a page before its payment is written down together with it, so that
 * what is paid there always finds its payment.
 */
@Injectable()
export class Checkouts {
  constructor(
    private readonly providers: PaymentProviders,
    private readonly customers: PaymentCustomers,
    private readonly records: PaymentRecords,
    private readonly places: ReturnPlaces,
    @Inject(CONFIGURATION) private readonly config: Configuration,
  ) {}

  async open(wanted: CheckoutWanted): Promise<OpenedCheckout> {
    const provider = this.providers.requireActive();
    const customer = await this.customers.ensure(provider, wanted.account);
    const payment = await this.records.begin({
      ...wanted,
      provider,
      customer,
      channel: 'checkout',
      methodReference: null,
      cardBrand: null,
      cardLast4: null,
    });
    const { publicId: paymentId, session, actionUrl, status } = payment;
    if (status !== 'pending') throw checkoutOver();
    if (session !== null && actionUrl !== null) {
      return { checkoutUrl: actionUrl, sessionId: session, paymentId };
    }
    const taxNote = this.config.payments.taxNote ?? null;
    const page = await asking(() => provider.openCheckout({ payment, taxNote, ...this.places.of(payment) }));
    await this.records.keepPage(paymentId, page.session, page.url);
    return { checkoutUrl: page.url, sessionId: page.session, paymentId };
  }
}
