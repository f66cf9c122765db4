import { Inject, Injectable } from '@nestjs/common';
import { CONFIGURATION, formatCents, Mailer, utcDate, type Configuration } from '@onegate/platform';
import type { Invoice } from '../invoices/invoice.entity.js';
import { invoiceNumber } from '../invoices/rendering/invoice-document.js';
import { accountOfColumns } from '../payments/account-columns.js';
import { PaymentMails } from '../payments/payment-mails.js';
import { receiptPage, type ReceiptLetter } from '../payments/receipt-letter.js';
import type { Subscription } from './subscription.entity.js';

/** What people are written about their plan; within the transaction of what it tells. */
@Injectable()
export class SubscriptionMails {
  constructor(
    private readonly readers: PaymentMails,
    private readonly mailer: Mailer,
    @Inject(CONFIGURATION) private readonly config: Configuration,
  ) {}

  /** The receipt. */
  async paid(subscription: Subscription, invoice: Invoice): Promise<void> {
    const { taxNote } = this.config.payments;
    const lines = invoice.lines.map(
      ({ text, quantity, amountCents }) => `${quantity} × ${text}: ${formatCents(amountCents)}`,
    );
    await this.write(
      subscription,
      `Invoice ${invoiceNumber(invoice)}: ${formatCents(invoice.totalCents)} paid to Onegate`,
      [
        invoice.about,
        '',
        ...lines,
        `Total: ${formatCents(invoice.totalCents)}`,
        '',
        `Period: ${periodOf(invoice)}`,
        ...(taxNote ? ['', taxNote] : []),
      ],
      {
        title: `Invoice ${invoiceNumber(invoice)}: paid`,
        about: invoice.about,
        lines: invoice.lines.map(({ text, quantity, amountCents }) => [
          `${quantity} × ${text}`,
          formatCents(amountCents),
        ]),
        total: `${formatCents(invoice.totalCents)} USD`,
        facts: [['Period', periodOf(invoice)]],
        notes: taxNote ? [taxNote] : [],
      },
    );
  }

  async unpaid(subscription: Subscription, invoice: Invoice, suspendAt: Date): Promise<void> {
    const { actionUrl, attemptAt, failure } = invoice;
    await this.write(subscription, `Your plan could not be paid: ${formatCents(invoice.totalCents)}`, [
      `${invoice.about}: the payment did not go through${failure === null ? '.' : ` (${failure})`}`,
      ...(actionUrl === null ? [] : [`Your bank asks you to confirm it: ${actionUrl}`]),
      ...(attemptAt === null ? [] : [`It is tried again on ${utcDate(attemptAt)}.`]),
      `Unless it is paid by ${utcDate(suspendAt)}, the plan is suspended.`,
    ]);
  }

  suspended(subscription: Subscription, endAt: Date): Promise<void> {
    return this.write(subscription, 'Your plan is suspended', [
      'Its invoice was not paid in time. Leave another payment method and pay it, and the plan goes on at once.',
      `Otherwise it ends on ${utcDate(endAt)}.`,
    ]);
  }

  endedUnpaid(subscription: Subscription): Promise<void> {
    return this.write(subscription, 'Your plan has ended', [
      'Its invoice was not paid. You can subscribe again at any time.',
    ]);
  }

  private async write(
    subscription: Subscription,
    subject: string,
    lines: readonly string[],
    letter?: Omit<ReceiptLetter, 'account'>,
  ): Promise<void> {
    const people = await this.readers.readersOf(accountOfColumns(subscription));
    for (const { email, name } of people) {
      const text = [`For ${name}`, '', ...lines, ''].join('\n');
      const page = letter && { html: receiptPage({ ...letter, account: name }) };
      await this.mailer.send({ to: email, subject, text, ...page });
    }
  }
}

function periodOf({ periodStart, periodEnd }: Invoice): string {
  return `${utcDate(periodStart)} to ${utcDate(periodEnd)}`;
}
