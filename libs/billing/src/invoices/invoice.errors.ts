import { defineFailure } from '@onegate/platform';

export const invoiceUnknown = defineFailure('invoice.unknown', 'not_found', 'Invoice not found');
