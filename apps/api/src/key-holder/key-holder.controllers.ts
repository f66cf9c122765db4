import { AccountCapacityController } from './account-capacity.controller.js';
import { BillingReadsController } from './billing-reads.controller.js';
import { EmailCodeController } from './email-code.controller.js';
import { GenerationController } from './generation.controller.js';
import { KeyUsageController } from './key-usage.controller.js';
import { QuoteController } from './quote.controller.js';

/** What the holder of a key asks about it: what is left, what was used, what a call would cost. */
export const keyHolderControllers = [
  AccountCapacityController,
  BillingReadsController,
  EmailCodeController,
  GenerationController,
  KeyUsageController,
  QuoteController,
];
