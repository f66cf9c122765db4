import { GrantExpiryProcessor } from './grant-expiry.processor.js';
import { paymentProcessors } from './payment.processors.js';
import { SubscriptionRenewalProcessor } from './subscription-renewal.processor.js';
import { WalletCreditsProcessor } from './wallet-credits.processor.js';

export const billingProcessors = [
  GrantExpiryProcessor,
  ...paymentProcessors,
  SubscriptionRenewalProcessor,
  WalletCreditsProcessor,
];
