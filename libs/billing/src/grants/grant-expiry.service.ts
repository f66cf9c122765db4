import { Injectable } from '@nestjs/common';
import { Clock, Database } from '@onegate/platform';
import { BookKeeping } from '../ledger/book-keeping.service.js';

const walletsAtOnce = 200;

/** Takes away what is left of grants whose time has come. */
@Injectable()
export class GrantExpiry {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly bookKeeping: BookKeeping,
  ) {}

  /** Of all wallets; answers how many expiries were posted. */
  async expireDue(): Promise<number> {
    let posted = 0;
    for (;;) {
      const walletIds = await this.due();
      for (const walletId of walletIds) posted += await this.expire(walletId);
      if (walletIds.length < walletsAtOnce) return posted;
    }
  }

  /** Of one wallet, in a transaction of its own, so that one that fails keeps no other. */
  async expire(walletId: number): Promise<number> {
    return this.database.transaction(async () => {
      const now = this.clock.now();
      const opened = await this.bookKeeping.open([walletId], now);
      for (const books of opened.values()) books.expire(now, (grantId) => `expiry:grant-${grantId}`);
      return (await this.bookKeeping.close(opened.values())).length;
    });
  }

  private async due(): Promise<number[]> {
    const rows = await this.database.query<{ id: string }>(
      'select id from wallets where next_expiry_at <= $1 order by id limit $2',
      [this.clock.now(), walletsAtOnce],
    );
    return rows.map(({ id }) => Number(id));
  }
}
