import { Injectable } from '@nestjs/common';
import { BooksCheck, type AccountTag } from '@onegate/billing';
import { Database } from '@onegate/platform';
import { difference, type FoundDifference } from './difference.js';
import {
  allAccounts,
  bookedCharges,
  countAllDays,
  countMovedDays,
  forgetDays,
  movedAccounts,
  readFigures,
  usageAfter,
} from './booked-figures.statements.js';
import type { WalletStanding } from './wallet-standings.service.js';

/** What Postgres says of an account, each place by itself. */
export interface BookedFigures {
  readonly account: AccountTag;
  readonly walletId: number | null;
  readonly lastNumber: number;
  readonly events: bigint;
  readonly days: bigint;
  readonly months: bigint;
  readonly ledger: bigint;
  readonly entries: bigint;
  readonly spent: bigint;
  /** What re-ratings gave back of it, call by call and by the notes on the statement. */
  readonly corrected: bigint;
  readonly noted: bigint;
}

/** A charge that the books have. */
export interface Booked {
  readonly charged: bigint;
  readonly ingestedAt: Date;
}

interface Row {
  readonly account: AccountTag;
  readonly wallet_id: string | null;
  readonly last_number: string;
  readonly events: string;
  readonly days: string;
  readonly months: string;
  readonly ledger: string;
  readonly entries: string;
  readonly spent: string;
  readonly corrected: string;
  readonly noted: string;
}

/** Adds up what Postgres has. Within one transaction on one snapshot. */
@Injectable()
export class BookedUsage {
  constructor(
    private readonly database: Database,
    private readonly books: BooksCheck,
  ) {}

  /** Whose books have moved since they were compared last; all there are, if it is to be thorough. */
  async accounts(isThorough: boolean): Promise<AccountTag[]> {
    const rows = await this.database.query<{ account: AccountTag }>(isThorough ? allAccounts : movedAccounts);
    return rows.map(({ account }) => account);
  }

  async figures(accounts: readonly AccountTag[], isThorough: boolean): Promise<BookedFigures[]> {
    if (isThorough) {
      await this.database.query(forgetDays);
      await this.database.query(countAllDays);
    } else await this.database.query(countMovedDays, [accounts]);
    const rows = await this.database.query<Row>(readFigures, [accounts, isThorough]);
    return rows.map(fromRow);
  }

  /** What the statement had listed as usage up to the line that Redis names. */
  async upToLineOf(
    figures: readonly BookedFigures[],
    standings: ReadonlyMap<AccountTag, WalletStanding>,
  ): Promise<Map<AccountTag, bigint>> {
    const behind = figures.flatMap(({ account, walletId, lastNumber }) => {
      const number = standings.get(account)?.spent?.number;
      return number === undefined || number >= lastNumber ? [] : [{ wallet_id: walletId, number }];
    });
    const rows =
      behind.length > 0
        ? await this.database.query<{ wallet_id: string; nano: string }>(usageAfter, [JSON.stringify(behind)])
        : [];
    const after = new Map(rows.map((row) => [Number(row.wallet_id), BigInt(row.nano)]));
    return new Map(
      figures.map(({ account, walletId, ledger }) => [account, ledger - (after.get(walletId ?? 0) ?? 0n)]),
    );
  }

  async charges(callIds: readonly string[]): Promise<Map<string, Booked>> {
    if (callIds.length === 0) return new Map();
    const rows = await this.database.query<{ id: string; charged: string; ingested_at: Date }>(
      bookedCharges,
      [callIds],
    );
    return new Map(
      rows.map((row) => [row.id, { charged: BigInt(row.charged), ingestedAt: row.ingested_at }]),
    );
  }

  /** Everything else that is kept along with the ledger, by the wallet. Reads all entries. */
  async booksDifferences(): Promise<Map<number, FoundDifference[]>> {
    const found = await this.books.differences();
    const byWallet = Map.groupBy(found, ({ walletId }) => walletId);
    return new Map(
      [...byWallet].map(([walletId, some]) => [
        walletId,
        some.flatMap(({ kept, summed }) => difference('books', { expected: summed, found: kept })),
      ]),
    );
  }
}

function fromRow(row: Row): BookedFigures {
  return {
    account: row.account,
    walletId: row.wallet_id === null ? null : Number(row.wallet_id),
    lastNumber: Number(row.last_number),
    events: BigInt(row.events),
    days: BigInt(row.days),
    months: BigInt(row.months),
    ledger: BigInt(row.ledger),
    entries: BigInt(row.entries),
    spent: BigInt(row.spent),
    corrected: BigInt(row.corrected),
    noted: BigInt(row.noted),
  };
}
