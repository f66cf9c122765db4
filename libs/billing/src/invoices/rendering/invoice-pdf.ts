import PDFDocument from 'pdfkit';
import type { InvoiceDocument, InvoiceDocumentLine } from './invoice-document.js';
import { letteringOf, withMissingLettersTold, type Lettering } from './invoice-letters.js';

const left = 56;
const right = 539;
const quantityAt = 380;
const amountAt = 440;
const pageEnd = 780;
const textWidth = quantityAt - left - 10;

/** The same as a file, A4. With a configured font it has every letter of that; without, those of Europe. */
export function invoicePdf(document: InvoiceDocument, fontFile: string | null): Promise<Buffer> {
  const pdf = new PDFDocument({ size: 'A4', margin: left, info: { Title: document.title } });
  const lettering = letteringOf(document, fontFile);
  if (lettering.fontFile !== null) pdf.font(lettering.fontFile);
  const written = collect(pdf);
  write(pdf, withMissingLettersTold(document, lettering), lettering.spell);
  pdf.end();
  return written;
}

type Pdf = InstanceType<typeof PDFDocument>;
type Spelling = Lettering['spell'];

function write(
  pdf: Pdf,
  { title, seller, buyer, facts, lines, total, notes }: InvoiceDocument,
  spell: Spelling,
): void {
  pdf.fontSize(20).text(spell(title), left, left);
  pdf.fontSize(10).moveDown();
  const top = pdf.y;
  pdf.text(spell(seller.join('\n')), left, top, { width: 220 });
  const afterSeller = pdf.y;
  pdf.text(spell(['For', ...buyer].join('\n')), 320, top, { width: right - 320 });
  pdf.y = Math.max(pdf.y, afterSeller) + 20;
  for (const [name, value] of facts) pdf.text(`${spell(name)}: ${spell(value)}`, left);
  pdf.y += 20;
  row(pdf, { text: 'What', quantity: 'Quantity', amount: 'Amount' }, spell);
  for (const line of lines) row(pdf, line, spell);
  row(pdf, { text: 'Total', quantity: '', amount: total }, spell);
  pdf.y += 20;
  for (const note of notes) pdf.text(spell(note), left, pdf.y, { width: right - left });
}

function row(pdf: Pdf, { text, quantity, amount }: InvoiceDocumentLine, spell: Spelling): void {
  const what = spell(text);
  // Never in parts: a page that ends in the middle of a row would tear its columns apart.
  if (pdf.y + pdf.heightOfString(what, { width: textWidth }) > pageEnd) pdf.addPage();
  const top = pdf.y;
  pdf.text(quantity, quantityAt, top, { width: 50, align: 'right' });
  pdf.text(amount, amountAt, top, { width: right - amountAt, align: 'right' });
  pdf.text(what, left, top, { width: textWidth });
  const line = pdf.y + 4;
  pdf.moveTo(left, line).lineTo(right, line).lineWidth(0.5).strokeColor('#d1d5db').stroke();
  pdf.y = line + 6;
}

function collect(pdf: Pdf): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    pdf.on('end', () => resolve(Buffer.concat(chunks)));
    pdf.on('error', reject);
  });
}
