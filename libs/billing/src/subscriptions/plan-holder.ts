import type { BilledAccount } from '../wallets/billed-account.js';

/** Who decides on the plan of an account. */
export interface PlanHolder {
  readonly account: BilledAccount;
  readonly userId: number;
}
