import { inflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { invoicePdf } from './invoice-pdf.js';

const streams = /stream\r?\n([\s\S]*?)\r?\nendstream/g;
const shown = /\[([^\]]*)\] TJ/g;

/** What is written on each page, in the order in which it is. */
function pagesOf(file: Buffer): string[][] {
  const pages = [...file.toString('latin1').matchAll(streams)].map(([, body = '']) =>
    inflateSync(Buffer.from(body, 'latin1')).toString('latin1'),
  );
  return pages.map((page) => [...page.matchAll(shown)].map(([, parts = '']) => wordsOf(parts)));
}

function wordsOf(parts: string): string {
  const hex = [...parts.matchAll(/<([0-9a-f]*)>/g)].map(([, digits = '']) => digits).join('');
  return Buffer.from(hex, 'hex').toString('latin1');
}

async function invoiceOf(count: number, text: (number: number) => string = (number) => `Seat ${number}`) {
  const lines = Array.from({ length: count }, (_, index) => ({
    text: text(index + 1),
    quantity: '1',
    amount: `$${index + 1}.00`,
  }));
  const facts = [['Status', 'Paid']] as const;
  const document = { title: 'Invoice INV-000001', seller: ['Onegate'], buyer: ['Acme'], facts, lines };
  return pagesOf(await invoicePdf({ ...document, total: '$99.00 USD', notes: ['A note'] }, null));
}

const linesOn = (page: readonly string[]) => page.filter((words) => words.startsWith('Seat '));

describe('an invoice of many lines', () => {
  it('names its columns and its number on each page, and the total on the last', async () => {
    const pages = await invoiceOf(80);
    expect(pages).toHaveLength(3);
    for (const [index, page] of pages.entries()) {
      expect(page).toEqual(expect.arrayContaining(['What', 'Quantity', 'Amount', `Page ${index + 1} of 3`]));
      expect(page.slice(-2)).toEqual(['Invoice INV-000001', `Page ${index + 1} of 3`]);
    }
    const all = Array.from({ length: 80 }, (_, index) => `Seat ${index + 1}`);
    expect(pages.flatMap(linesOn)).toEqual(all);
    expect(pages.map((page) => page.includes('Total'))).toEqual([false, false, true]);
    expect(pages.at(-1)).toEqual(expect.arrayContaining(['$99.00 USD', 'A note']));
  });

  it('never leaves the total without a line on its page, however many there are', async () => {
    for (let count = 24; count <= 66; count += 1) {
      const pages = await invoiceOf(count);
      const withTotal = pages.find((page) => page.includes('Total')) ?? [];
      expect({ count, lines: linesOn(withTotal).length > 0 }).toEqual({ count, lines: true });
    }
  });

  it('keeps a line of several rows on one page', async () => {
    const words = 'that goes on and on, so that it takes more than one row of the paper it is written on';
    const pages = await invoiceOf(50, (number) => `Seat ${number} ${words}`);
    const ends = pages.map((page) => page.filter((text) => text.endsWith('written on')).length);
    expect(ends).toEqual(pages.map((page) => linesOn(page).length));
    expect(ends.reduce((sum, count) => sum + count, 0)).toBe(50);
  });

  it('of one line is one page', async () => {
    expect(await invoiceOf(1)).toHaveLength(1);
    expect((await invoiceOf(0)).flat()).toEqual(expect.arrayContaining(['Total', 'Page 1 of 1']));
  });
});
