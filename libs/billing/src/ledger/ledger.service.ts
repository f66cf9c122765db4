import { Injectable } from '@nestjs/common';
import { Clock, Database, newId, toUsdText } from '@onegate/platform';
import { tagOf } from '../wallets/billed-account.js';
import { Wallets } from '../wallets/wallets.service.js';
import { BookKeeping } from './book-keeping.service.js';
import { withdrawalKinds } from './ledger-kinds.js';
import { accountUnknown, balanceTooSmall, grantExpired } from './ledger.errors.js';
import type { GrantOrder, PostedMovement, WithdrawalOrder } from './ledger-orders.js';
import { requireSame, toPosted } from './posted-movement.js';
import type { PostedRow } from './posted-movement.js';
import type { WalletBooks } from './wallet-books.js';

const insertGrant = `insert into credit_grants
    (public_id, wallet_id, kind, reference, amount_nano, expires_at, granted_at)
  values ($1, $2, $3, $4, $5, $6, $7) returning id`;

/** From the beginning: what is taken back may be of a grant that expired long ago. */
const ever = new Date(0);

/**
 * Credit that comes into a wallet and goes out of it other than by use. Each call joins the caller's transaction, is
 * carried out once however often its reference is given, and is told to Redis after the commit.
 */
@Injectable()
export class Ledger {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly wallets: Wallets,
    private readonly bookKeeping: BookKeeping,
  ) {}

  async grantCredit(order: GrantOrder): Promise<PostedMovement> {
    requireAmount(order.amount);
    return this.once(order, order.amount, async (books) => {
      const now = this.clock.now();
      const expiresAt = order.expiresAt ?? null;
      if (expiresAt && expiresAt <= now) throw grantExpired();
      const id = await this.insertGrant(order, books.walletId, now);
      books.grant(order, { id, expiresAt, remaining: 0n, expired: 0n }, order.amount);
    });
  }

  /** A refund, chargeback or debit note may leave the wallet owing; what a person takes away may not. */
  async withdrawCredit(order: WithdrawalOrder): Promise<PostedMovement> {
    requireAmount(order.amount);
    return this.once(order, -order.amount, async (books) => {
      const now = this.clock.now();
      const spendable = books.spendableAt(now);
      if (!withdrawalKinds[order.kind].mayOverdraw && spendable < order.amount) {
        throw balanceTooSmall({ balance: toUsdText(spendable) });
      }
      books.withdraw(order, order.amount, now, await this.grantOf(order));
    });
  }

  private once(
    order: GrantOrder | WithdrawalOrder,
    change: bigint,
    post: (books: WalletBooks) => Promise<void>,
  ): Promise<PostedMovement> {
    return this.database.transaction(async () => {
      const walletId = await this.walletOf(order);
      const opened = await this.bookKeeping.open([walletId], ever);
      const before = await this.posted(order.reference);
      if (before) return requireSame(before, { walletId, kind: order.kind, change });
      const books = opened.get(walletId);
      if (!books) throw accountUnknown();
      await post(books);
      const movements = await this.bookKeeping.close([books]);
      const posted = movements.find(({ reference }) => reference === order.reference);
      if (!posted) throw accountUnknown();
      return posted;
    });
  }

  private async walletOf({ account }: Pick<GrantOrder, 'account'>): Promise<number> {
    const tag = tagOf(account);
    const walletId = (await this.wallets.open([tag])).get(tag);
    if (walletId === undefined) throw accountUnknown();
    return walletId;
  }

  private async posted(reference: string): Promise<PostedMovement | undefined> {
    const [row] = await this.database.query<PostedRow>(
      `select public_id, wallet_id, kind, reference, change_nano, balance_after_nano
       from ledger_transactions where reference = $1`,
      [reference],
    );
    return row && toPosted(row);
  }

  private async insertGrant(order: GrantOrder, walletId: number, now: Date): Promise<number> {
    const [row] = await this.database.query<{ id: string }>(insertGrant, [
      newId('grt'),
      walletId,
      order.kind,
      order.reference,
      String(order.amount),
      order.expiresAt ?? null,
      now,
    ]);
    return Number(row?.id);
  }

  private async grantOf({ grantReference }: WithdrawalOrder): Promise<number | null> {
    if (grantReference === undefined) return null;
    const [row] = await this.database.query<{ id: string }>(
      'select id from credit_grants where reference = $1',
      [grantReference],
    );
    return row ? Number(row.id) : null;
  }
}

function requireAmount(amount: bigint): void {
  if (amount <= 0n) throw new RangeError('An amount of credit is more than nothing');
}
