import { Injectable } from '@nestjs/common';
import { Database, utcDate } from '@onegate/platform';
import type { AccountTag } from '../wallets/billed-account.js';
import { Wallets } from '../wallets/wallets.service.js';
import { BookKeeping } from './book-keeping.service.js';
import type { ChargedBatch, PostedMovement, UsageBatch, UsageCharge } from './ledger-orders.js';
import type { Use } from './movement.js';
import { requireSame, toPosted, type PostedRow } from './posted-movement.js';
import type { WalletBooks } from './wallet-books.js';

/** What one wallet used on one day, in one batch: one line of its statement. */
interface DayOfUse {
  readonly walletId: number;
  readonly reference: string;
  readonly day: string;
  readonly uses: readonly Use[];
}

/** Charges usage, a thousand calls at a time. */
@Injectable()
export class UsageLedger {
  constructor(
    private readonly database: Database,
    private readonly wallets: Wallets,
    private readonly bookKeeping: BookKeeping,
  ) {}

  /**
   * Within the transaction that stores the events, so that neither stands without the other. Posts one movement for each
   * wallet and day (UTC) of use: `reference` is `usage:<batch>:<account>:<day>`, and the events of the batch that
   * belong to that account and day add up to it to the nano-dollar.
   */
  async chargeUsage({ batch, charges }: UsageBatch): Promise<ChargedBatch> {
    const due = charges.filter(({ amount }) => requireNotNegative(amount) > 0n);
    if (due.length === 0) return { posted: [], unknownAccounts: [] };
    return this.database.transaction(async () => {
      const tags = [...new Set(due.map(({ account }) => account))];
      const wallets = await this.wallets.open(tags);
      const days = daysOf(batch, due, wallets);
      const books = await this.bookKeeping.open([...wallets.values()], earliestOf(due));
      const before = await this.postedBefore(days);
      for (const day of days) this.charge(day, { batch, books, before });
      const posted = [...before.values(), ...(await this.bookKeeping.close(books.values()))];
      return { posted, unknownAccounts: tags.filter((tag) => !wallets.has(tag)) };
    });
  }

  private charge({ walletId, reference, day, uses }: DayOfUse, { batch, books, before }: Charging): void {
    const posted = before.get(reference);
    const total = uses.reduce((sum, { amount }) => sum + amount, 0n);
    if (posted) requireSame(posted, { walletId, kind: 'usage', change: -total });
    else books.get(walletId)?.use(uses, reference, { batch, day, calls: uses.length });
  }

  private async postedBefore(days: readonly DayOfUse[]): Promise<Map<string, PostedMovement>> {
    const rows = await this.database.query<PostedRow>(
      `select public_id, wallet_id, kind, reference, change_nano, balance_after_nano
       from ledger_transactions where reference = any($1::text[])`,
      [days.map(({ reference }) => reference)],
    );
    return new Map(rows.map((row) => [row.reference, toPosted(row)]));
  }
}

interface Charging {
  readonly batch: string;
  readonly books: ReadonlyMap<number, WalletBooks>;
  readonly before: ReadonlyMap<string, PostedMovement>;
}

/** The days of each wallet in their order. */
function daysOf(
  batch: string,
  charges: readonly UsageCharge[],
  wallets: ReadonlyMap<AccountTag, number>,
): DayOfUse[] {
  const groups = Map.groupBy(charges, ({ account, usedAt }) => `${utcDate(usedAt)}:${account}`);
  return [...groups.values()]
    .flatMap((uses) => {
      const [{ account, usedAt } = { account: undefined, usedAt: undefined }] = uses;
      const walletId = account && wallets.get(account);
      if (!account || !usedAt || walletId === undefined) return [];
      const day = utcDate(usedAt);
      return [{ walletId, reference: `usage:${batch}:${account}:${day}`, day, uses }];
    })
    .toSorted((a, b) => (a.day < b.day ? -1 : Number(a.day > b.day)));
}

function earliestOf(charges: readonly UsageCharge[]): Date {
  return new Date(charges.reduce((least, { usedAt }) => Math.min(least, usedAt.getTime()), Infinity));
}

function requireNotNegative(amount: bigint): bigint {
  if (amount < 0n) throw new RangeError('Usage costs nothing or more');
  return amount;
}
