import { Injectable } from '@nestjs/common';
import { fromCents } from '@onegate/platform';
import { readOrderReference } from '../../invoices/order-reference.js';
import { Ledger } from '../../ledger/ledger.service.js';
import type { FollowedPayment, MoneyBack, PaymentFollower } from '../../payments/payment-followers.js';
import { InvoiceEffects } from './invoice-effects.service.js';
import { PaidInvoices } from './paid-invoices.service.js';
import { ReturnedInvoices } from './returned-invoices.service.js';
import { UnpaidInvoices } from './unpaid-invoices.service.js';

/** What follows from the money of invoices. Money for what is not to be any more becomes credit: none is lost. */
@Injectable()
export class InvoicePaymentFollower implements PaymentFollower {
  readonly purpose = 'invoice';
  /** A plan that was ended over a dispute does not begin again by itself. */
  readonly hearsOfDisputes = 'when_lost';

  constructor(
    private readonly ledger: Ledger,
    private readonly invoices: PaidInvoices,
    private readonly effects: InvoiceEffects,
    private readonly unpaid: UnpaidInvoices,
    private readonly returned: ReturnedInvoices,
  ) {}

  async succeeded(payment: FollowedPayment): Promise<void> {
    const found = await this.invoices.lock(payment.reference);
    if (found && this.effects.isTimely(found.subscription, found.invoice)) {
      await this.effects.apply(found.subscription, found.invoice, payment.paymentId);
      return;
    }
    await this.ledger.grantCredit({
      account: payment.account,
      kind: 'purchase',
      amount: fromCents(payment.amountCents),
      reference: `payment:${payment.paymentId}`,
      about: 'Paid for a plan that was not wanted any more',
    });
  }

  async failed(payment: FollowedPayment, why: string): Promise<void> {
    const { attempt } = readOrderReference(payment.reference);
    const invoice = await this.invoices.find(payment.reference);
    if (invoice) await this.unpaid.failed(invoice.id, attempt, why);
  }

  async takenBack(payment: FollowedPayment, back: MoneyBack): Promise<void> {
    const found = await this.paidBy(payment);
    if (found) {
      await this.returned.takenBack(found.subscription, found.invoice, back);
      return;
    }
    await this.ledger.withdrawCredit({
      account: payment.account,
      kind: back.kind,
      amount: fromCents(back.amountCents),
      reference: back.reference,
      grantReference: `payment:${payment.paymentId}`,
      about: `Payment ${payment.paymentId}`,
    });
  }

  /** The money is here again, and so is what it had brought. */
  async givenBack(payment: FollowedPayment, back: MoneyBack): Promise<void> {
    const found = await this.paidBy(payment);
    if (found) {
      await this.returned.givenBack(found.subscription, found.invoice, back);
      return;
    }
    await this.ledger.grantCredit({
      account: payment.account,
      kind: 'credit_note',
      amount: fromCents(back.amountCents),
      reference: `${back.reference}:returned`,
      about: `Payment ${payment.paymentId}`,
    });
  }

  /** None where the money became credit. */
  private async paidBy({ reference, paymentId }: FollowedPayment) {
    const found = await this.invoices.lock(reference);
    return found?.invoice.paymentId === paymentId ? found : null;
  }
}
