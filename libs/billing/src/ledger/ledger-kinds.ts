/**
 * The accounts of the books. `credit` (one for each grant) and `overdraft` together are what a wallet holds; the others
 * say where its money came from or went. Seen from the wallet: what it gets is positive there and negative at the other.
 */
export const ledgerAccounts = [
  'credit',
  'overdraft',
  'usage_revenue',
  'payments',
  'promotions',
  'plan_allowances',
  'manual_credit',
  'sandbox_money',
  'corrections',
  'expired_credit',
  'refunds',
  'chargebacks',
] as const;
export type LedgerAccount = (typeof ledgerAccounts)[number];

/** Ways for credit to come in, and the account that it comes from. */
export const grantKinds = {
  purchase: 'payments',
  promotion: 'promotions',
  plan_allowance: 'plan_allowances',
  manual: 'manual_credit',
  sandbox: 'sandbox_money',
  credit_note: 'corrections',
} as const satisfies Record<string, LedgerAccount>;
export type GrantKind = keyof typeof grantKinds;

/** Ways for credit to go out other than by use, the account that it goes to, and whether the wallet may end up owing. */
export const withdrawalKinds = {
  refund: { account: 'refunds', mayOverdraw: true },
  chargeback: { account: 'chargebacks', mayOverdraw: true },
  withdrawal: { account: 'manual_credit', mayOverdraw: false },
  debit_note: { account: 'corrections', mayOverdraw: true },
} as const satisfies Record<string, { account: LedgerAccount; mayOverdraw: boolean }>;
export type WithdrawalKind = keyof typeof withdrawalKinds;

/** What a movement on a wallet is, as its statement calls it. */
export const movementKinds = [
  'purchase',
  'promotion',
  'plan_allowance',
  'manual',
  'sandbox',
  'credit_note',
  'usage',
  'expiry',
  'expiry_reversal',
  'refund',
  'chargeback',
  'withdrawal',
  'debit_note',
] as const;
export type MovementKind = GrantKind | WithdrawalKind | 'usage' | 'expiry' | 'expiry_reversal';
