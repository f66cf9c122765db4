import { Inject, Injectable } from '@nestjs/common';
import { CONFIGURATION, Database, formatCents, Mailer, utcDate, type Configuration } from '@onegate/platform';
import type { BilledAccount } from '../wallets/billed-account.js';
import { accountOfColumns } from './account-columns.js';
import type { MoneyBack } from './payment-followers.js';
import { receiptPage, type ReceiptLetter } from './receipt-letter.js';
import type { Payment } from './records/payment.entity.js';

const readers = {
  user: `select email, name from users where id = $1 and status = 'active'`,
  organization: `select u.email, t.name from tenants t
    join memberships m on m.tenant_id = t.id and m.role = 'owner'
    join users u on u.id = m.user_id and u.status = 'active' where t.id = $1 order by m.id`,
} as const;

export interface Reader {
  readonly email: string;
  /** Of the account. */
  readonly name: string;
}

/** What people are written about their payments; within the transaction of what it tells. */
@Injectable()
export class PaymentMails {
  constructor(
    private readonly database: Database,
    private readonly mailer: Mailer,
    @Inject(CONFIGURATION) private readonly config: Configuration,
  ) {}

  /** The invoice is the receipt of what was paid for one. */
  async receipt(payment: Payment): Promise<void> {
    if (payment.purpose === 'invoice') return;
    const amount = formatCents(payment.amountCents);
    const currency = payment.currency.toUpperCase();
    const lines = [
      `Thank you. ${amount} (${currency}) was paid for: ${payment.about}.`,
      '',
      ...this.lines(payment),
    ];
    await this.write(payment, `Receipt: ${amount} paid to Onegate`, lines, {
      title: `Receipt: ${amount}`,
      about: 'Thank you for your payment.',
      lines: [[payment.about, amount]],
      total: `${amount} ${currency}`,
      facts: factsOf(payment),
      notes: this.notes(payment),
    });
  }

  async moneyBack(payment: Payment, { kind, amountCents }: MoneyBack): Promise<void> {
    const amount = formatCents(amountCents);
    const what =
      kind === 'refund' ? 'was refunded' : 'was taken back by your bank, which disputes the payment';
    await this.write(payment, `${amount} went back: ${payment.about}`, [
      `${amount} of your payment ${what}.`,
      'What was bought with it is withdrawn. If it has been used already, the account owes it until more is paid.',
      '',
      ...this.lines(payment),
    ]);
  }

  /** The person; of an organization its owners. */
  readersOf({ kind, id }: BilledAccount): Promise<Reader[]> {
    return this.database.query<Reader>(readers[kind], [id]);
  }

  private async write(
    payment: Payment,
    subject: string,
    lines: readonly string[],
    letter?: Omit<ReceiptLetter, 'account'>,
  ): Promise<void> {
    const people = await this.readersOf(accountOfColumns(payment));
    for (const { email, name } of people) {
      const text = [`For ${name}`, '', ...lines, ''].join('\n');
      const page = letter && { html: receiptPage({ ...letter, account: name }) };
      await this.mailer.send({ to: email, subject, text, ...page });
    }
  }

  private lines(payment: Payment): string[] {
    const facts = factsOf(payment).map(([name, value]) => `${name}: ${value}`);
    return [...facts, ...this.notes(payment).flatMap((note) => ['', note])];
  }

  private notes({ isLive }: Payment): string[] {
    const { taxNote } = this.config.payments;
    const test = isLive ? [] : ['This was a test: no real money was moved.'];
    return [...test, ...(taxNote ? [taxNote] : [])];
  }
}

function factsOf({ publicId, paidAt, updatedAt, cardBrand, cardLast4 }: Payment): [string, string][] {
  const card = cardLast4 ? `${cardBrand ?? 'Card'} ending in ${cardLast4}` : null;
  return [
    ['Payment', publicId],
    ['Date', utcDate(paidAt ?? updatedAt)],
    ...(card ? [['Paid with', card] satisfies [string, string]] : []),
  ];
}
