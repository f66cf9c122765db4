import { describe, expect, it } from '@jest/globals';
import type { InvoiceDocument } from './invoice-document.js';
import { letteringOf, withMissingLettersTold } from './invoice-letters.js';
import { invoicePdf } from './invoice-pdf.js';

const invoiceOf = (buyer: string): InvoiceDocument => ({
  title: 'Invoice INV-000001',
  seller: ['Onegate'],
  buyer: [buyer],
  facts: [['Status', 'Due?']],
  lines: [{ text: 'Team', quantity: '3', amount: '-$20.00' }],
  total: '$40.00 USD',
  notes: [],
});

function spelled(buyer: string) {
  const document = invoiceOf(buyer);
  const lettering = letteringOf(document, null);
  const { notes } = withMissingLettersTold(document, lettering);
  return { name: lettering.spell(buyer), notes, hasOwnFont: lettering.fontFile !== null };
}

const told = [expect.stringContaining('stand as "?"')];

describe('an invoice as a file', () => {
  it.each([
    ['Müller & Söhne, 100 €', false],
    ['ООО «Ромашка»', true],
    ['Αθήνα Α.Ε.', true],
    ['Łódź – Škoda “d.o.o.”', true],
    ['Nguyễn Thị Ánh', true],
  ])('spells %s as it is', (name, hasOwnFont) => {
    expect(spelled(name)).toEqual({ name, notes: [], hasOwnFont });
  });

  it('says which letters it cannot show', () => {
    expect(spelled('北京 Ltd')).toMatchObject({ name: '?? Ltd', notes: told });
    expect(spelled('ＡＣＭＥ')).toMatchObject({ name: 'ACME', notes: [] });
  });

  it('leaves everything to a font that was configured', () => {
    const document = invoiceOf('北京');
    const lettering = letteringOf(document, '/fonts/all.ttf');
    expect(lettering).toMatchObject({ fontFile: '/fonts/all.ttf' });
    expect(lettering.spell('北京')).toBe('北京');
    expect(withMissingLettersTold(document, lettering)).toBe(document);
  });

  it('carries the letters along that readers do not have', async () => {
    const file = (await invoicePdf(invoiceOf('ООО «Ромашка»'), null)).toString('latin1');
    expect(file).toMatch(/BaseFont \/\w+\+DejaVuSans/);
    expect((await invoicePdf(invoiceOf('Romashka'), null)).toString('latin1')).toContain('/Helvetica');
  });
});
