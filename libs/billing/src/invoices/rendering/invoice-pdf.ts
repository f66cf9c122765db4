import type { InvoiceDocument } from './invoice-document.js';
import { letteringOf, withMissingLettersTold } from './invoice-letters.js';
import {
  inBold,
  inRegular,
  left,
  numberPages,
  right,
  sheetOf,
  type Pdf,
  type Sheet,
} from './invoice-sheet.js';
import { writeTable } from './invoice-table.js';

const buyerAt = 320;
const factAt = left + 70;

/** The same as a file, A4. With a configured font it has every letter of that; without, those of Europe. */
export async function invoicePdf(document: InvoiceDocument, fontFile: string | null): Promise<Buffer> {
  // Only here: with its fonts it is among the largest libraries, and most processes never draw an invoice.
  const { default: PDFDocument } = await import('pdfkit');
  const pdf = new PDFDocument({
    size: 'A4',
    margin: left,
    bufferPages: true,
    info: { Title: document.title },
  });
  const lettering = letteringOf(document, fontFile);
  const written = collect(pdf);
  write(sheetOf(pdf, lettering), withMissingLettersTold(document, lettering));
  pdf.end();
  return written;
}

function write(sheet: Sheet, document: InvoiceDocument): void {
  const { pdf, spell } = sheet;
  inBold(sheet).fontSize(20).text(spell(document.title), left, left);
  pdf.fontSize(10).moveDown();
  writeParties(sheet, document);
  for (const fact of document.facts) writeFact(sheet, fact);
  pdf.y += 20;
  writeTable(sheet, document);
  pdf.y += 20;
  inRegular(sheet, 'soft');
  for (const note of document.notes) pdf.text(spell(note), left, pdf.y, { width: right - left });
  numberPages(sheet, document.title);
}

function writeParties(sheet: Sheet, { seller, buyer }: InvoiceDocument): void {
  const { pdf, spell } = sheet;
  const top = pdf.y;
  inRegular(sheet).text(spell(seller.join('\n')), left, top, { width: 220 });
  const afterSeller = pdf.y;
  inBold(sheet).text('For', buyerAt, top);
  inRegular(sheet).text(spell(buyer.join('\n')), buyerAt, pdf.y, { width: right - buyerAt });
  pdf.y = Math.max(pdf.y, afterSeller) + 20;
}

function writeFact(sheet: Sheet, [name, value]: InvoiceDocument['facts'][number]): void {
  const { pdf, spell } = sheet;
  const top = pdf.y;
  inRegular(sheet, 'soft').text(spell(name), left, top);
  inRegular(sheet).text(spell(value), factAt, top, { width: right - factAt });
}

function collect(pdf: Pdf): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    pdf.on('end', () => resolve(Buffer.concat(chunks)));
    pdf.on('error', reject);
  });
}
