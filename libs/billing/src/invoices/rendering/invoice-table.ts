import type { InvoiceDocument, InvoiceDocumentLine } from './invoice-document.js';
import { colours, inBold, inRegular, left, right, textEnd, type Sheet } from './invoice-sheet.js';

const quantityAt = 380;
const amountAt = 432;
const textWidth = quantityAt - left - 10;
const padding = 5;
const heads = { text: 'What', quantity: 'Quantity', amount: 'Amount' };

/** What is paid for, with the columns named on every page that it goes on to. */
export function writeTable(sheet: Sheet, { lines, total }: Pick<InvoiceDocument, 'lines' | 'total'>): void {
  const sum = { text: 'Total', quantity: '', amount: total };
  const [first = sum] = lines;
  if (sheet.pdf.y + heightOf(sheet, heads) + heightOf(sheet, first) > textEnd) sheet.pdf.addPage();
  writeHeads(sheet);
  for (const [index, line] of lines.entries()) {
    // The total is not left alone on a page: the last line goes there with it.
    const isLast = index === lines.length - 1;
    makeRoom(sheet, heightOf(sheet, line) + (isLast ? heightOf(sheet, sum) : 0));
    writeRow(sheet, line);
  }
  makeRoom(sheet, heightOf(sheet, sum));
  inBold(sheet);
  cells(sheet, sum);
  inRegular(sheet);
}

/** Never a row in parts: a page that ends in the middle of one would tear its columns apart. */
function makeRoom(sheet: Sheet, height: number): void {
  if (sheet.pdf.y + height <= textEnd) return;
  sheet.pdf.addPage();
  writeHeads(sheet);
}

function writeHeads(sheet: Sheet): void {
  inBold(sheet, 'soft');
  cells(sheet, heads);
  inRegular(sheet);
  rule(sheet);
}

function writeRow(sheet: Sheet, line: InvoiceDocumentLine): void {
  cells(sheet, line);
  rule(sheet);
}

function cells({ pdf, spell }: Sheet, { text, quantity, amount }: InvoiceDocumentLine): void {
  const top = pdf.y + padding;
  pdf.text(quantity, quantityAt, top, { width: 50, align: 'right' });
  pdf.text(amount, amountAt, top, { width: right - amountAt, align: 'right' });
  pdf.text(spell(text), left, top, { width: textWidth });
  pdf.y += padding;
}

function rule({ pdf }: Sheet): void {
  pdf.moveTo(left, pdf.y).lineTo(right, pdf.y).lineWidth(0.5).strokeColor(colours.line).stroke();
}

function heightOf({ pdf, spell }: Sheet, { text }: Pick<InvoiceDocumentLine, 'text'>): number {
  return pdf.heightOfString(spell(text), { width: textWidth }) + 2 * padding;
}
