import { Injectable } from '@nestjs/common';
import { Clock, Database } from '@onegate/platform';
import { GrantExpiry } from '../grants/grant-expiry.service.js';
import type { AccountTag } from '../wallets/billed-account.js';
import { Wallets } from '../wallets/wallets.service.js';
import { CreditsPublisher, type WalletStanding } from './credits-publisher.service.js';

const walletsAtOnce = 500;

const unpublished = `select id from wallets where id > $1 and published_version < credits_version
  order by id limit ${walletsAtOnce}`;
const all = `select id from wallets where id > $1 order by id limit ${walletsAtOnce}`;

/** Keeps what Redis knows of the wallets in step with the books. */
@Injectable()
export class WalletCredits {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly wallets: Wallets,
    private readonly expiry: GrantExpiry,
    private readonly publisher: CreditsPublisher,
  ) {}

  /**
   * To be asked before a call is admitted when Redis has no `credits_version` for the wallet, or its `credits_until`
   * has passed. Redis has both afterwards. Ask once and go on with what is there then.
   */
  async ensurePublished(tag: AccountTag): Promise<void> {
    const walletId = (await this.wallets.find([tag])).get(tag);
    if (walletId === undefined) {
      await this.publisher.write(nothingIn(tag));
      return;
    }
    if (await this.hasDueExpiry(walletId)) await this.expiry.expire(walletId);
    await this.publisher.publish([walletId]);
  }

  /** What was spent from these wallets, as the books have it now; no news of accounts without one. */
  async publishSpent(tags: readonly AccountTag[]): Promise<void> {
    const wallets = await this.wallets.find(tags);
    if (wallets.size > 0) await this.publisher.publish([...wallets.values()]);
  }

  /** Those whose last change was committed but, because something died in between, not told. */
  publishMissed(): Promise<number> {
    return this.publishEach(unpublished);
  }

  /** All, for a Redis that came back with old figures. */
  publishAll(): Promise<number> {
    return this.publishEach(all);
  }

  private async publishEach(select: string): Promise<number> {
    let published = 0;
    let last = 0;
    for (;;) {
      const rows = await this.database.query<{ id: string }>(select, [last]);
      const walletIds = rows.map(({ id }) => Number(id));
      if (walletIds.length > 0) await this.publisher.publish(walletIds);
      published += walletIds.length;
      if (walletIds.length < walletsAtOnce) return published;
      last = walletIds.at(-1) ?? last;
    }
  }

  private async hasDueExpiry(walletId: number): Promise<boolean> {
    const rows = await this.database.query('select from wallets where id = $1 and next_expiry_at <= $2', [
      walletId,
      this.clock.now(),
    ]);
    return rows.length > 0;
  }
}

function nothingIn(tag: AccountTag): WalletStanding {
  return { tag, credits: 0n, creditsVersion: 0, spent: 0n, spentVersion: 0, nextExpiryAt: null };
}
