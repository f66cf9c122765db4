import { Readable } from 'node:stream';
import { inBatches } from './batch.js';
import { numericText, plainText, type Cell, type Column, type RowSource } from './cell.js';

export const jsonLinesContentType = 'application/x-ndjson';

/** The rows as JSON, one object a line, made as fast as it is read and in constant memory. */
export function jsonLines<Row>(columns: readonly Column<Row>[], rows: RowSource<Row>): Readable {
  return Readable.from(inBatches(lines(columns, rows)), { objectMode: false });
}

async function* lines<Row>(columns: readonly Column<Row>[], rows: RowSource<Row>): AsyncGenerator<string> {
  for await (const row of rows) {
    const fields = columns.map(({ header, value }) => `${JSON.stringify(header)}:${jsonText(value(row))}`);
    yield `{${fields.join(',')}}\n`;
  }
}

/** Exact amounts keep every digit, whatever the reader makes of them. */
function jsonText(cell: Cell): string {
  if (cell === null || cell === undefined) return 'null';
  if (typeof cell === 'boolean') return String(cell);
  return numericText(cell) ?? JSON.stringify(plainText(cell));
}
