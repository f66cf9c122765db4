import { Injectable } from '@nestjs/common';
import { asking } from './asking.js';
import { NewsLearning } from './learning/news-learning.service.js';
import { PaymentMethods } from './methods/payment-methods.service.js';
import { OffSessionCharges, type ChargeOrder, type ChargeResult } from './off-session-charges.js';
import { isPaid } from './payment.flow.js';
import { paymentUnknown, providerSilent } from './payment.errors.js';
import { PaymentProviders } from './providers/payment-providers.js';
import { ReturnPlaces } from './return-places.js';
import { PaymentRecords, type NewPayment } from './records/payment-records.service.js';
import type { Payment } from './records/payment.entity.js';

type FailedCharge = Extract<ChargeResult, { status: 'failed' }>;

const noMethod: FailedCharge = {
  status: 'failed',
  paymentId: null,
  reason: 'no_payment_method',
  message: 'There is no payment method on this account.',
};
const disabled: FailedCharge = {
  status: 'failed',
  paymentId: null,
  reason: 'payments_disabled',
  message: 'Payments are not set up on this installation.',
};

export interface PersonalOrder extends ChargeOrder {
  readonly creatorUserId: number | null;
  readonly successUrl: string | null;
}

/**
 * Three steps, each of which can be the last one that a process does: the payment is written down, the provider is
 * asked with its id as the idempotency key, and what it answered is taken in. Giving the order again, or the job that
 * asks what became of payments, goes on from where it ended.
 */
@Injectable()
export class Charges extends OffSessionCharges {
  constructor(
    private readonly providers: PaymentProviders,
    private readonly methods: PaymentMethods,
    private readonly records: PaymentRecords,
    private readonly learning: NewsLearning,
    private readonly places: ReturnPlaces,
  ) {
    super();
  }

  override charge(order: ChargeOrder): Promise<ChargeResult> {
    return this.chargeFor({ ...order, creatorUserId: null, successUrl: null });
  }

  async chargeFor(order: PersonalOrder): Promise<ChargeResult> {
    const known = await this.records.find(order);
    if (known?.status === 'pending') await this.goOn(known);
    const payment = known ?? (await this.beginNow(order));
    if ('reason' in payment) return payment;
    return resultOf(await this.records.read(payment.publicId));
  }

  /** Again with the same key, should it have been asked before. */
  async carryOut(payment: Payment): Promise<void> {
    const provider = this.providers.named(payment.provider);
    const { methodReference } = payment;
    if (!provider || methodReference === null) throw paymentUnknown();
    const returnUrl = this.places.successUrl(payment);
    const fact = await asking(() => provider.charge({ payment, methodReference, returnUrl }));
    await this.learning.learn(provider, [fact], 'charge');
  }

  /** Whoever began it may have got further than was written down. An old one is left to the job, which ends it. */
  private async goOn(begun: Payment): Promise<void> {
    const provider = this.providers.named(begun.provider);
    const fact = provider && (await asking(() => provider.find(begun)));
    if (fact) await this.learning.learn(provider, [fact], 'charge');
    const payment = await this.records.read(begun.publicId);
    if (payment.status === 'pending' && this.records.isToBeCharged(payment)) await this.carryOut(payment);
  }

  private async beginNow(order: PersonalOrder): Promise<Payment | FailedCharge> {
    const payment = await this.begin(order);
    if (!('reason' in payment) && payment.status === 'pending') await this.carryOut(payment);
    return payment;
  }

  private async begin(order: PersonalOrder): Promise<Payment | FailedCharge> {
    const provider = this.providers.active;
    if (!provider) return disabled;
    const method = await this.methods.default(provider, order.account);
    if (!method) return noMethod;
    const wanted: NewPayment = {
      ...order,
      provider,
      customer: method.customer,
      methodReference: method.reference,
      cardBrand: method.brand,
      cardLast4: method.last4,
      channel: 'off_session',
      cancelUrl: null,
    };
    return this.records.begin(wanted);
  }
}

function resultOf(payment: Payment): ChargeResult {
  const { publicId: paymentId, status, actionUrl, failureMessage } = payment;
  if (isPaid(status)) return { status: 'succeeded', paymentId };
  if (status === 'processing') return { status, paymentId };
  if (status === 'requires_action' && actionUrl !== null) return { status, paymentId, actionUrl };
  if (status === 'failed' || status === 'expired') {
    return { status: 'failed', paymentId, reason: 'declined', message: failureMessage ?? 'It was declined.' };
  }
  throw providerSilent();
}
