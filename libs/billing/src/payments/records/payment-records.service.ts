import { Injectable } from '@nestjs/common';
import { Clock, Database, newId } from '@onegate/platform';
import type { BilledAccount } from '../../wallets/billed-account.js';
import { accountOfColumns, columnsOf } from '../account-columns.js';
import { firstCheckAfter, isToBeCharged } from '../check-times.js';
import type { PaymentPurpose } from '../payment-followers.js';
import { paymentReferenceReused, paymentUnknown } from '../payment.errors.js';
import type { PaymentProvider } from '../providers/payment-provider.js';
import { Payment, type PaymentChannel } from './payment.entity.js';

export const paymentCurrency = 'usd';

interface Order {
  readonly account: BilledAccount;
  readonly amountCents: number;
  readonly purpose: PaymentPurpose;
  readonly reference: string;
}

export interface NewPayment extends Order {
  readonly about: string;
  readonly provider: PaymentProvider;
  readonly customer: string;
  readonly channel: PaymentChannel;
  readonly methodReference: string | null;
  readonly cardBrand: string | null;
  readonly cardLast4: string | null;
  readonly creatorUserId: number | null;
  readonly successUrl: string | null;
  readonly cancelUrl: string | null;
}

/** Payments as they are written down before anybody is asked for money. */
@Injectable()
export class PaymentRecords {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** The payment of an order that was given before; refuses another order under its reference. */
  async find(order: Order): Promise<Payment | null> {
    const payment = await this.database.of(Payment).findOneBy({ reference: order.reference });
    if (payment && !isSame(payment, order)) throw paymentReferenceReused();
    return payment;
  }

  async read(publicId: string): Promise<Payment> {
    const payment = await this.database.of(Payment).findOneBy({ publicId });
    if (!payment) throw paymentUnknown();
    return payment;
  }

  isToBeCharged(payment: Payment): boolean {
    return isToBeCharged(payment, this.clock.now());
  }

  /** Of two at once under one reference both get the one that was written. */
  async begin(wanted: NewPayment): Promise<Payment> {
    if (!Number.isSafeInteger(wanted.amountCents) || wanted.amountCents < 1) {
      throw new RangeError('A payment is a whole number of cents, and more than nothing');
    }
    const { account, provider, ...terms } = wanted;
    const now = this.clock.now();
    await this.database
      .of(Payment)
      .createQueryBuilder()
      .insert()
      .values({
        ...terms,
        ...columnsOf(account),
        publicId: newId('pay'),
        provider: provider.name,
        isLive: provider.isLive,
        status: 'pending',
        currency: paymentCurrency,
        createdAt: now,
        updatedAt: now,
        nextCheckAt: firstCheckAfter(now),
      })
      .orIgnore()
      .execute();
    const payment = await this.find(wanted);
    if (!payment) throw paymentUnknown();
    return payment;
  }

  async keepPage(publicId: string, session: string, actionUrl: string): Promise<void> {
    await this.database.of(Payment).update({ publicId, status: 'pending' }, { session, actionUrl });
  }
}

function isSame(payment: Payment, order: Order): boolean {
  const { kind, id } = accountOfColumns(payment);
  return (
    kind === order.account.kind &&
    id === order.account.id &&
    payment.amountCents === order.amountCents &&
    payment.purpose === order.purpose
  );
}
