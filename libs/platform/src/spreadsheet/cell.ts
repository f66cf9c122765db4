import { Decimal } from '../money/decimal.js';

/** What a cell can hold. An exact amount is given as a Decimal and arrives as a number; a string always stays text. */
export type Cell = string | number | bigint | boolean | Date | Decimal | null | undefined;

export interface Column<Row> {
  readonly header: string;
  readonly value: (row: Row) => Cell;
}

/** Rows as they come from the database: an async iterable, so that no export is ever held whole. */
export type RowSource<Row> = AsyncIterable<Row> | Iterable<Row>;

/** The decimal text of a numeric cell; `undefined` for text, dates and what is no finite number. */
export function numericText(cell: Cell): string | undefined {
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : undefined;
  if (typeof cell === 'bigint' || cell instanceof Decimal) return String(cell);
  return undefined;
}

/** The text of a cell that is not numeric; empty for what is absent or invalid. Dates in ISO 8601. */
export function plainText(cell: Cell): string {
  if (typeof cell === 'string') return cell.toWellFormed();
  if (typeof cell === 'boolean') return cell ? 'TRUE' : 'FALSE';
  return cell instanceof Date && !Number.isNaN(cell.getTime()) ? cell.toISOString() : '';
}

/** A formula could hide in text that starts so; a spreadsheet would run it on the reader's machine. */
export function looksLikeFormula(text: string): boolean {
  return /^[=+\-@\t\r\n＝＋－＠]/.test(text);
}
