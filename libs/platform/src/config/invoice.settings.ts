import { read, setting } from './setting.js';

/** What stands on invoices. */
export const invoiceSettings = {
  seller: setting(
    'ONEGATE_INVOICE_SELLER',
    read.text.max(1_000).default('Onegate'),
    'Who sells, as it stands on invoices: name, address, tax number; `|` begins a new line.',
  ),
  fontFile: setting(
    'ONEGATE_INVOICE_FONT_FILE',
    read.text.optional(),
    'A TrueType font for invoices as PDF. Without one they have European letters (Latin, Greek, Cyrillic, Armenian, Georgian) only; the page has all.',
  ),
} as const;
