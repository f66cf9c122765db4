import { Readable } from 'node:stream';
import { inBatches } from './batch.js';
import { type Cell, type Column, type RowSource, looksLikeFormula, numericText, plainText } from './cell.js';

export const csvContentType = 'text/csv; charset=utf-8';

/** Without it Excel reads UTF-8 as the machine's old code page. */
const byteOrderMark = '\uFEFF';

/**
 * The rows as CSV (RFC 4180), made as fast as it is read and in constant memory. Text that a spreadsheet would take for
 * a formula gets an apostrophe in front; numbers stay numbers. An error of the source destroys the stream.
 */
export function csvRows<Row>(columns: readonly Column<Row>[], rows: RowSource<Row>): Readable {
  return Readable.from(inBatches(csvLines(columns, rows)), { objectMode: false });
}

async function* csvLines<Row>(columns: readonly Column<Row>[], rows: RowSource<Row>): AsyncGenerator<string> {
  yield byteOrderMark + csvLine(columns.map(({ header }) => header));
  for await (const row of rows) yield csvLine(columns.map(({ value }) => value(row)));
}

function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(csvField).join(',')}\r\n`;
}

function csvField(cell: Cell): string {
  const number = numericText(cell);
  if (number !== undefined) return number;
  const text = plainText(cell);
  const safe = looksLikeFormula(text) ? `'${text}` : text;
  return /[",;\t\r\n]|^ | $/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
