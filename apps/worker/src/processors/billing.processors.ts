import { GrantExpiryProcessor } from './grant-expiry.processor.js';
import { WalletCreditsProcessor } from './wallet-credits.processor.js';

export const billingProcessors = [GrantExpiryProcessor, WalletCreditsProcessor];
