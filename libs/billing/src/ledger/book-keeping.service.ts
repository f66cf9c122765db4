import { Injectable } from '@nestjs/common';
import { Clock, Database, newId } from '@onegate/platform';
import { BalanceWatch } from '../watch/balance-watch.service.js';
import { CreditsPublisher } from '../credits/credits-publisher.service.js';
import {
  saveEntries,
  saveGrants,
  saveTransactions,
  saveWallets,
  toEntryRows,
} from './book-keeping.statements.js';
import { loadGrants, lockWallets, toGrantFigures, toWalletFigures } from './book-keeping.statements.js';
import type { GrantRow, WalletRow } from './book-keeping.statements.js';
import type { PostedMovement } from './ledger-orders.js';
import type { Movement } from './movement.js';
import { WalletBooks } from './wallet-books.js';

interface Written {
  readonly walletId: number;
  readonly publicId: string;
  readonly movement: Movement;
}

/** Opens the books of wallets, which nobody else can do meanwhile, and writes down what happened in them. */
@Injectable()
export class BookKeeping {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly publisher: CreditsPublisher,
    private readonly watch: BalanceWatch,
  ) {}

  /**
   * Within a transaction, and until it ends. Wallets are always locked in the order of their ids. Grants that expired
   * before `since` are left out.
   */
  async open(walletIds: readonly number[], since: Date): Promise<Map<number, WalletBooks>> {
    const wallets = await this.database.query<WalletRow>(lockWallets, [walletIds]);
    const grants = await this.database.query<GrantRow>(loadGrants, [walletIds, since]);
    const grantsOf = Map.groupBy(grants, (row) => row.wallet_id);
    return new Map(
      wallets.map((row) => {
        const figures = (grantsOf.get(row.id) ?? []).map(toGrantFigures);
        return [
          Number(row.id),
          new WalletBooks(Number(row.id), toWalletFigures(row), figures, row.watched_nano.map(BigInt)),
        ];
      }),
    );
  }

  async close(opened: Iterable<WalletBooks>): Promise<PostedMovement[]> {
    const books = [...opened].filter(({ movements }) => movements.length > 0);
    if (books.length === 0) return [];
    const written = books.flatMap(({ walletId, movements }) =>
      movements.map((movement) => ({ walletId, publicId: newId('txn'), movement })),
    );
    await this.write(written);
    await this.database.query(saveGrants, [JSON.stringify(books.flatMap(grantRows))]);
    await this.database.query(saveWallets, [JSON.stringify(books.map(walletRow))]);
    await this.publish(written);
    await this.watch.tell(books);
    return written.map(toPosted);
  }

  private async write(written: readonly Written[]): Promise<void> {
    const transactions = written.map(transactionRow);
    const ids = await this.database.query<{ id: string; public_id: string }>(saveTransactions, [
      JSON.stringify(transactions),
      this.clock.now(),
    ]);
    const idOf = new Map(ids.map(({ id, public_id: publicId }) => [publicId, id]));
    const entries = written.flatMap(({ publicId, movement }) =>
      toEntryRows(idOf.get(publicId), movement.entries),
    );
    await this.database.query(saveEntries, [JSON.stringify(entries)]);
  }

  /** Usage is no news for Redis, where it comes from; all else is. */
  private async publish(written: readonly Written[]): Promise<void> {
    const changed = written.filter(({ movement }) => movement.kind !== 'usage');
    const walletIds = [...new Set(changed.map(({ walletId }) => walletId))];
    if (walletIds.length > 0) await this.database.afterCommit(() => this.publisher.publish(walletIds));
  }
}

function toPosted({ walletId, publicId, movement }: Written): PostedMovement {
  const { kind, reference, change, balanceAfter } = movement;
  return { publicId, walletId, kind, reference, change, balanceAfter, isNew: true };
}

function transactionRow({ walletId, publicId, movement }: Written) {
  return {
    public_id: publicId,
    wallet_id: walletId,
    number: movement.number,
    kind: movement.kind,
    reference: movement.reference,
    change_nano: String(movement.change),
    balance_after_nano: String(movement.balanceAfter),
    overdraft_nano: String(movement.overdraft),
    about: movement.about ?? null,
    actor_user_id: movement.actorUserId ?? null,
    ...movement.usage,
  };
}

function grantRows({ grantFigures }: WalletBooks) {
  return grantFigures.map(({ id, remaining, expired }) => ({
    id,
    remaining_nano: String(remaining),
    expired_nano: String(expired),
  }));
}

function walletRow({ walletId, figures, nextExpiryAt }: WalletBooks) {
  return {
    id: walletId,
    credits_nano: String(figures.credits),
    spent_nano: String(figures.spent),
    overdraft_nano: String(figures.overdraft),
    last_number: figures.lastNumber,
    credits_version: figures.creditsVersion,
    next_expiry_at: nextExpiryAt,
  };
}
