import type { BilledAccount } from '../../wallets/billed-account.js';

export interface Subscriber {
  readonly account: BilledAccount;
  readonly userId: number;
}
