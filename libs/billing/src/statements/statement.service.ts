import { Injectable } from '@nestjs/common';
import { cursorPage, Database, decodeCursor, encodeCursor, type CursorPage } from '@onegate/platform';
import { z } from 'zod';
import { LedgerTransaction } from '../ledger/ledger-transaction.entity.js';
import { tagOf, type BilledAccount } from '../wallets/billed-account.js';
import { Wallets } from '../wallets/wallets.service.js';
import type { StatementFilter, StatementQuery } from './statement.schema.js';

const exportBatch = 1_000;
const dayLength = 86_400_000;
const position = z.object({ number: z.int() });

/** Every movement on a wallet. */
@Injectable()
export class Statements {
  constructor(
    private readonly database: Database,
    private readonly wallets: Wallets,
  ) {}

  /** The newest first. An account that never had money has an empty one. */
  async ofAccount(account: BilledAccount, query: StatementQuery): Promise<CursorPage<LedgerTransaction>> {
    const walletId = await this.walletOf(account);
    return walletId === undefined ? { items: [] } : this.page(walletId, query);
  }

  async page(
    walletId: number,
    { cursor, limit, ...filter }: StatementQuery,
  ): Promise<CursorPage<LedgerTransaction>> {
    const before = cursor ? decodeCursor(position, cursor).number : null;
    const rows = await this.matching(walletId, filter)
      .andWhere(before === null ? 'true' : 't.number < :before', { before })
      .orderBy('t.number', 'DESC')
      .take(limit + 1)
      .getMany();
    return cursorPage(rows, limit, ({ number }) => encodeCursor({ number }));
  }

  async *exportAccount(account: BilledAccount, filter: StatementFilter): AsyncGenerator<LedgerTransaction> {
    const walletId = await this.walletOf(account);
    if (walletId !== undefined) yield* this.export(walletId, filter);
  }

  /** All of them, the oldest first, a thousand at a time. */
  async *export(walletId: number, filter: StatementFilter): AsyncGenerator<LedgerTransaction> {
    let last = 0;
    for (;;) {
      const rows = await this.matching(walletId, filter)
        .andWhere('t.number > :last', { last })
        .orderBy('t.number', 'ASC')
        .take(exportBatch)
        .getMany();
      yield* rows;
      if (rows.length < exportBatch) return;
      last = rows.at(-1)?.number ?? last;
    }
  }

  private matching(walletId: number, { from, to, kind }: StatementFilter) {
    const query = this.database
      .of(LedgerTransaction)
      .createQueryBuilder('t')
      .where('t.walletId = :walletId', { walletId });
    if (from) query.andWhere('t.postedAt >= :from', { from: new Date(from) });
    if (to) query.andWhere('t.postedAt < :after', { after: new Date(Date.parse(to) + dayLength) });
    if (kind) query.andWhere('t.kind = :kind', { kind });
    return query;
  }

  private async walletOf(account: BilledAccount): Promise<number | undefined> {
    const tag = tagOf(account);
    return (await this.wallets.find([tag])).get(tag);
  }
}
