import { Injectable } from '@nestjs/common';
import { accountUnknown } from '../ledger/ledger.errors.js';
import { tagOf, type BilledAccount } from './billed-account.js';
import { Wallets } from './wallets.service.js';

/** No wallet has this id: an account without one has nothing that belongs to it. */
const none = 0;

/** The wallet of one account, by what hangs on it: alerts, webhooks, settings. */
@Injectable()
export class AccountWallets {
  constructor(private readonly wallets: Wallets) {}

  /** For reading: 0 where there is none, and none is made. */
  async find(account: BilledAccount): Promise<number> {
    const tag = tagOf(account);
    return (await this.wallets.find([tag])).get(tag) ?? none;
  }

  async open(account: BilledAccount): Promise<number> {
    const tag = tagOf(account);
    const walletId = (await this.wallets.open([tag])).get(tag);
    if (walletId === undefined) throw accountUnknown();
    return walletId;
  }
}
