import { sealedContent } from './contents/content-log.service.js';
import { sealedReceiptKey } from './receipts/receipt-keys.service.js';

/** What was said in calls, and what receipts are signed with. */
export const usageSecrets = [sealedContent, sealedReceiptKey];
