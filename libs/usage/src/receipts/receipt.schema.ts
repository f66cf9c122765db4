import { z } from 'zod';
import { longestReceipt } from './receipt.js';

export const receiptToProve = z
  .object({ receipt: z.string().min(1).max(longestReceipt) })
  .meta({ id: 'ReceiptToProve', example: { receipt: 'eyJhbGciOiJFZERTQSJ9.e30.c2lnbmF0dXJl' } });
export type ReceiptToProve = z.output<typeof receiptToProve>;
