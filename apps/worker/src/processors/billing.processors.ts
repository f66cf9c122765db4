import { GrantExpiryProcessor } from './grant-expiry.processor.js';
import { paymentProcessors } from './payment.processors.js';
import { WalletCreditsProcessor } from './wallet-credits.processor.js';

export const billingProcessors = [GrantExpiryProcessor, ...paymentProcessors, WalletCreditsProcessor];
