import { ReceiptKeysController } from '../key-holder/receipt-keys.controller.js';
import { ReceiptsController } from '../key-holder/receipts.controller.js';
import { ProviderCostsController } from './provider-costs.controller.js';
import { ReceiptKeyRotationController } from './receipt-key-rotation.controller.js';
import { ReconciliationController } from './reconciliation.controller.js';
import { ReratingController } from './rerating.controller.js';
import { UsageDeadLettersController } from './usage-dead-letters.controller.js';

/** Money that was charged: whether the books agree, corrections, and receipts. */
export const booksControllers = [
  ProviderCostsController,
  ReceiptKeyRotationController,
  ReceiptKeysController,
  ReceiptsController,
  ReconciliationController,
  ReratingController,
  UsageDeadLettersController,
];
