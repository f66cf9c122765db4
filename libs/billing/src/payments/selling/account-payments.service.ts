import { Injectable } from '@nestjs/common';
import { cursorPage, Database, decodeCursor, encodeCursor, isId } from '@onegate/platform';
import type { CursorPage, CursorQuery } from '@onegate/platform';
import { LessThan } from 'typeorm';
import { z } from 'zod';
import type { BilledAccount } from '../../wallets/billed-account.js';
import { ownedBy } from '../account-columns.js';
import { asking } from '../asking.js';
import { paymentUnknown } from '../payment.errors.js';
import type { ProviderDetails } from '../providers/payment-provider.js';
import { PaymentProviders } from '../providers/payment-providers.js';
import { Payment } from '../records/payment.entity.js';

/** A payment with the public id of who ordered it. */
export interface ListedPayment {
  readonly payment: Payment;
  readonly creatorId: string | null;
}

const position = z.object({ id: z.int() });

/** The payments of an account, for its people. */
@Injectable()
export class AccountPayments {
  constructor(
    private readonly database: Database,
    private readonly providers: PaymentProviders,
  ) {}

  /** The newest first. */
  async list(account: BilledAccount, { cursor, limit }: CursorQuery): Promise<CursorPage<ListedPayment>> {
    const before = cursor ? { id: LessThan(decodeCursor(position, cursor).id) } : {};
    const rows = await this.database.of(Payment).find({
      where: { ...ownedBy(account), ...before },
      order: { id: 'desc' },
      take: limit + 1,
    });
    const page = cursorPage(rows, limit, ({ id }) => encodeCursor({ id }));
    return { ...page, items: await this.withCreators(page.items) };
  }

  async read(account: BilledAccount, publicId: string): Promise<ListedPayment> {
    return this.listed(await this.find(account, publicId));
  }

  async listed(payment: Payment): Promise<ListedPayment> {
    const [listed] = await this.withCreators([payment]);
    return listed ?? { payment, creatorId: null };
  }

  async status(account: BilledAccount, publicId: string): Promise<Payment> {
    return this.find(account, publicId);
  }

  /** As the provider has it now; by our own id, or by what the provider calls it. */
  async details(account: BilledAccount, id: string): Promise<{ payment: Payment; there: ProviderDetails }> {
    const payment = await this.find(account, id);
    const provider = this.providers.named(payment.provider);
    if (!provider) throw paymentUnknown();
    return { payment, there: await asking(() => provider.details(payment)) };
  }

  private async find(account: BilledAccount, id: string): Promise<Payment> {
    const name = isId('pay', id) ? { publicId: id } : { providerReference: id };
    const payment = await this.database.of(Payment).findOneBy({ ...ownedBy(account), ...name });
    if (!payment) throw paymentUnknown();
    return payment;
  }

  private async withCreators(payments: readonly Payment[]): Promise<ListedPayment[]> {
    const ids = payments.map(({ creatorUserId }) => creatorUserId).filter((id) => id !== null);
    const rows = await this.database.query<{ id: string; public_id: string }>(
      'select id, public_id from users where id = any($1::bigint[])',
      [ids],
    );
    const publicIds = new Map(rows.map((row) => [Number(row.id), row.public_id]));
    return payments.map((payment) => ({
      payment,
      creatorId: publicIds.get(payment.creatorUserId ?? 0) ?? null,
    }));
  }
}
