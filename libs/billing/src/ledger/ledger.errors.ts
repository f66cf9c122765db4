import { defineFailure } from '@onegate/platform';

export const referenceReused = defineFailure(
  'ledger.reference_reused',
  'conflict',
  'The reference {reference} belongs to another movement.',
);
export const grantExpired = defineFailure(
  'grant.expired',
  'invalid_request',
  'Credit cannot be granted that has expired already.',
);
export const balanceTooSmall = defineFailure(
  'wallet.balance_too_small',
  'conflict',
  'No more than the credit that is left can be withdrawn: {balance} USD.',
);
/** Also for a wallet that exists but is none of the caller's business. */
export const walletUnknown = defineFailure('wallet.unknown', 'not_found', 'Wallet not found');
export const accountUnknown = defineFailure('account.unknown', 'not_found', 'Account not found');
