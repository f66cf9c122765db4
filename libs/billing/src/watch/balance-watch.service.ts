import { Injectable } from '@nestjs/common';
import { Database, JobQueue } from '@onegate/platform';
import type { WalletBooks } from '../ledger/wallet-books.js';
import { watchBalance } from './balance-watch.jobs.js';
import { crossingIn, type Crossing } from './crossing.js';

/** What a wallet is watched for: the thresholds of its alerts, and of its automatic top-up. */
const refresh = `update wallets set watched_nano = array(
    select threshold_nano from alert_rules where wallet_id = $1 and kind = 'balance' and is_active
    union select threshold_cents * 10000000 from auto_top_up_settings where wallet_id = $1 and is_enabled
    order by 1)
  where id = $1`;

/**
 * Notices when a balance crosses a threshold: in the step that writes it down, whatever the reason was, and without asking for
 * anything that this step does not know. What a crash swallows between commit and telling, a sweep finds.
 */
@Injectable()
export class BalanceWatch {
  constructor(
    private readonly database: Database,
    private readonly jobs: JobQueue,
  ) {}

  /** Within the transaction that changes the balances. */
  async tell(books: readonly WalletBooks[]): Promise<void> {
    for (const crossing of books.map(crossingIn)) {
      if (crossing) await this.database.afterCommit(() => this.enqueue(crossing));
    }
  }

  /** Somebody should look at how a balance is now. */
  async look(walletId: number): Promise<void> {
    await this.database.afterCommit(() =>
      this.jobs.enqueue(watchBalance, { walletId, crossing: null }, { about: `wallet-${walletId}` }),
    );
  }

  /** Within the transaction that changes a threshold. */
  async refresh(walletId: number): Promise<void> {
    await this.database.query(refresh, [walletId]);
    await this.look(walletId);
  }

  private enqueue({ walletId, number, lowestNano }: Crossing): Promise<void> {
    const crossing = { number, lowestNano: String(lowestNano) };
    return this.jobs.enqueue(watchBalance, { walletId, crossing }, { id: `wallet-${walletId}-${number}` });
  }
}
