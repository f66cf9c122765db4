import type { BilledAccount } from '@onegate/billing';
import type { Budget } from '../limits/call-limits.js';

/** What may be spent on accounts, beside what is on them. Answers from memory: every call asks. */
export abstract class Budgets {
  abstract of(account: BilledAccount): Promise<readonly Budget[]>;
}
