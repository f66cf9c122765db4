import { Injectable } from '@nestjs/common';
import { PaymentMethods } from '../payments/methods/payment-methods.service.js';
import { PaymentProviders } from '../payments/providers/payment-providers.js';
import { AccountWallets } from '../wallets/account-wallets.service.js';
import type { BilledAccount } from '../wallets/billed-account.js';
import { BalanceWatch } from '../watch/balance-watch.service.js';
import { topUpNeedsMethod } from './auto-top-up.errors.js';
import { AutoTopUpOrders } from './auto-top-up-orders.service.js';

/** What an automatic top-up stands on: a wallet that is watched, and something to pay with. */
@Injectable()
export class TopUpGround {
  constructor(
    readonly wallets: AccountWallets,
    readonly watch: BalanceWatch,
    readonly orders: AutoTopUpOrders,
    private readonly providers: PaymentProviders,
    private readonly methods: PaymentMethods,
  ) {}

  async requireMethod(account: BilledAccount): Promise<void> {
    const provider = this.providers.active;
    if (!provider || !(await this.methods.default(provider, account))) throw topUpNeedsMethod();
  }
}
