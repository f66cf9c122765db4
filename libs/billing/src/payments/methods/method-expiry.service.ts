import { Injectable } from '@nestjs/common';
import { addMonths, Clock, Database, Mailer } from '@onegate/platform';
import { accountOfColumns } from '../account-columns.js';
import { PaymentMails } from '../payment-mails.js';
import { PaymentMethod } from './payment-method.entity.js';

/** A card is good to the end of its last month; its owner hears of it in the month before and in that month. */
const expiringDefaults = `select id, to_char(make_date(exp_year, exp_month, 1), 'YYYY-MM-DD') as month
  from payment_methods
  where is_default and exp_month is not null and exp_year is not null
    and make_date(exp_year, exp_month, 1) <= $1
    and warned_for is distinct from make_date(exp_year, exp_month, 1)
  order by id limit 500`;

/** Warns of default payment methods that will soon be refused, once for each expiry. */
@Injectable()
export class MethodExpiry {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly mailer: Mailer,
    private readonly mails: PaymentMails,
  ) {}

  async warn(): Promise<{ warned: number }> {
    const until = addMonths(this.clock.now(), 1);
    const due = await this.database.query<{ id: string; month: string }>(expiringDefaults, [until]);
    for (const { id, month } of due) await this.warnOf(Number(id), month);
    return { warned: due.length };
  }

  /** The mark and the mails are one transaction: neither without the other. */
  private warnOf(id: number, month: string): Promise<void> {
    return this.database.transaction(async () => {
      const { affected } = await this.database
        .of(PaymentMethod)
        .createQueryBuilder()
        .update()
        .set({ warnedFor: month })
        .where('id = :id and is_default and warned_for is distinct from :month', { id, month })
        .execute();
      const method = affected ? await this.database.of(PaymentMethod).findOneBy({ id }) : null;
      if (method) await this.write(method, month);
    });
  }

  private async write(method: PaymentMethod, month: string): Promise<void> {
    const card = `${method.brand ?? 'card'} ending in ${method.last4 ?? '????'}`;
    const people = await this.mails.readersOf(accountOfColumns(method));
    for (const { email, name } of people) {
      await this.mailer.send({
        to: email,
        subject: `Your payment method expires: ${card}`,
        text: [
          `For ${name}`,
          '',
          `The ${card}, with which this account pays, expires at the end of ${month.slice(0, 7)}.`,
          'Leave a new payment method in time, so that automatic payments go on.',
          '',
        ].join('\n'),
      });
    }
  }
}
