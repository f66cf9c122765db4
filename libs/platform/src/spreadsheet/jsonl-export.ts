import { Readable } from 'node:stream';
import { Decimal } from '../money/decimal.js';
import { inBatches } from './batch.js';
import { type Cell, type Column, type RowSource } from './cell.js';

export const jsonlContentType = 'application/x-ndjson; charset=utf-8';

/**
 * The rows as one JSON object on a line, by the headings of the columns, made as fast as it is read and in constant
 * memory. Exact amounts are text, because most readers of JSON would round them. An error of the source destroys the
 * stream.
 */
export function jsonlRows<Row>(columns: readonly Column<Row>[], rows: RowSource<Row>): Readable {
  return Readable.from(inBatches(jsonlLines(columns, rows)), { objectMode: false });
}

async function* jsonlLines<Row>(
  columns: readonly Column<Row>[],
  rows: RowSource<Row>,
): AsyncGenerator<string> {
  for await (const row of rows) {
    const fields = columns.map(({ header, value }) => [header, jsonValue(value(row))]);
    yield `${JSON.stringify(Object.fromEntries(fields))}\n`;
  }
}

function jsonValue(cell: Cell): unknown {
  if (typeof cell === 'bigint' || cell instanceof Decimal) return String(cell);
  if (typeof cell === 'string') return cell.toWellFormed();
  return cell ?? null;
}
