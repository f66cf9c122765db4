import { ReceiptDesk } from './receipts/receipt-desk.service.js';
import { ReceiptKey } from './receipts/receipt-key.entity.js';
import { ReceiptKeys } from './receipts/receipt-keys.service.js';

/** What a call cost, so that its caller can prove it to others. */
export const receiptEntities = [ReceiptKey];
export const receiptServices = [ReceiptDesk, ReceiptKeys];
