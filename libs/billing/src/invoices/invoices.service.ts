import { Injectable } from '@nestjs/common';
import {
  cursorPage,
  Database,
  decodeCursor,
  encodeCursor,
  type CursorPage,
  type CursorQuery,
} from '@onegate/platform';
import { IsNull, LessThan, Not } from 'typeorm';
import { z } from 'zod';
import { ownedBy } from '../payments/account-columns.js';
import type { BilledAccount } from '../wallets/billed-account.js';
import { Invoice } from './invoice.entity.js';
import { invoiceUnknown } from './invoice.errors.js';

const position = z.object({ number: z.int() });

/** The invoices of an account that stand: those with a number. */
@Injectable()
export class Invoices {
  constructor(private readonly database: Database) {}

  /** The newest first. */
  async list(account: BilledAccount, { cursor, limit }: CursorQuery): Promise<CursorPage<Invoice>> {
    const before = cursor ? decodeCursor(position, cursor).number : null;
    const rows = await this.database.of(Invoice).find({
      where: { ...ownedBy(account), number: before === null ? Not(IsNull()) : LessThan(before) },
      order: { number: 'desc' },
      take: limit + 1,
    });
    return cursorPage(rows, limit, ({ number }) => encodeCursor({ number }));
  }

  async read(account: BilledAccount, publicId: string): Promise<Invoice> {
    const where = { ...ownedBy(account), publicId, number: Not(IsNull()) };
    const invoice = await this.database.of(Invoice).findOneBy(where);
    if (!invoice) throw invoiceUnknown();
    return invoice;
  }
}
