import { Inject, Injectable } from '@nestjs/common';
import { CONFIGURATION, Database, formatUsd, fromCents, Mailer, type Configuration } from '@onegate/platform';
import type { BilledAccount } from '../wallets/billed-account.js';
import { accountOfColumns } from './account-columns.js';
import type { MoneyBack } from './payment-followers.js';
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
    const amount = dollars(payment.amountCents);
    await this.write(payment, `Receipt: ${amount} paid to Onegate`, [
      `Thank you. ${amount} (${payment.currency.toUpperCase()}) was paid for: ${payment.about}.`,
      '',
      ...this.lines(payment),
    ]);
  }

  async moneyBack(payment: Payment, { kind, amountCents }: MoneyBack): Promise<void> {
    const amount = dollars(amountCents);
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

  private async write(payment: Payment, subject: string, lines: readonly string[]): Promise<void> {
    const people = await this.readersOf(accountOfColumns(payment));
    for (const { email, name } of people) {
      await this.mailer.send({ to: email, subject, text: [`For ${name}`, '', ...lines, ''].join('\n') });
    }
  }

  private lines(payment: Payment): string[] {
    const { taxNote } = this.config.payments;
    const card = payment.cardLast4 ? `${payment.cardBrand ?? 'Card'} ending in ${payment.cardLast4}` : null;
    return [
      `Payment: ${payment.publicId}`,
      `Date: ${(payment.paidAt ?? payment.updatedAt).toISOString().slice(0, 10)}`,
      ...(card ? [`Paid with: ${card}`] : []),
      ...(payment.isLive ? [] : ['This was a test: no real money was moved.']),
      ...(taxNote ? ['', taxNote] : []),
    ];
  }
}

export function dollars(cents: number): string {
  return formatUsd(fromCents(cents));
}
