import { Inject, Injectable } from '@nestjs/common';
import { Clock, Database, LOGGER, type Logger } from '@onegate/platform';
import { BookKeeping } from '../ledger/book-keeping.service.js';

const walletsAtOnce = 200;

/** Takes away what is left of grants whose time has come. */
@Injectable()
export class GrantExpiry {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly bookKeeping: BookKeeping,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  /** Of all wallets; answers how many expiries were posted. */
  async expireDue(): Promise<number> {
    let posted = 0;
    let last = 0;
    for (;;) {
      const walletIds = await this.dueAfter(last);
      for (const walletId of walletIds) posted += await this.tryExpire(walletId);
      if (walletIds.length < walletsAtOnce) return posted;
      last = walletIds.at(-1) ?? last;
    }
  }

  /** Of one wallet. */
  async expire(walletId: number): Promise<number> {
    return this.database.transaction(async () => {
      const now = this.clock.now();
      const opened = await this.bookKeeping.open([walletId], now);
      for (const books of opened.values()) books.expire(now, (grantId) => `expiry:grant-${grantId}`);
      return (await this.bookKeeping.close(opened.values())).length;
    });
  }

  /** A wallet that fails is tried again with the next run and keeps no other from its turn. */
  private async tryExpire(walletId: number): Promise<number> {
    try {
      return await this.expire(walletId);
    } catch (err) {
      this.log.error({ err, walletId }, 'The credit of a wallet could not be expired');
      return 0;
    }
  }

  private async dueAfter(walletId: number): Promise<number[]> {
    const rows = await this.database.query<{ id: string }>(
      'select id from wallets where id > $1 and next_expiry_at <= $2 order by id limit $3',
      [walletId, this.clock.now(), walletsAtOnce],
    );
    return rows.map(({ id }) => Number(id));
  }
}
