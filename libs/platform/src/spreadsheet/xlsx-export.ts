import { Readable } from 'node:stream';
import { inBatches } from './batch.js';
import { type Column, type RowSource } from './cell.js';
import { sheetPath, workbookParts } from './xlsx-parts.js';
import { maxSheetRows, sheetXml } from './xlsx-sheet.js';
import { type ZipEntry, zipStream } from './zip-stream.js';

export const xlsxContentType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/**
 * The rows as a workbook, made as fast as it is read and in constant memory. What does not fit on a sheet goes on to
 * the next. An error of the source destroys the stream; over 4 GiB it is ArchiveTooLarge.
 */
export function xlsxRows<Row>(
  columns: readonly Column<Row>[],
  rows: RowSource<Row>,
  rowsPerSheet = maxSheetRows,
): Readable {
  return Readable.from(zipStream(workbookEntries(columns, rows, rowsPerSheet)), { objectMode: false });
}

async function* workbookEntries<Row>(
  columns: readonly Column<Row>[],
  rows: RowSource<Row>,
  rowsPerSheet: number,
): AsyncGenerator<ZipEntry> {
  let sheets = 0;
  for await (const some of inRuns(rows, rowsPerSheet - 1)) {
    sheets += 1;
    yield { name: sheetPath(sheets), content: inBatches(sheetXml(columns, some)) };
  }
  for (const [name, text] of Object.entries(workbookParts(sheets))) yield { name, content: once(text) };
}

/**
 * The rows in runs of a given length; at least one, be it empty. Each run has to be read to its end before the next is
 * asked for. Looks one row ahead, so that a full last sheet is not followed by an empty one.
 */
async function* inRuns<Row>(rows: RowSource<Row>, length: number): AsyncGenerator<AsyncIterable<Row>> {
  const source = each(rows);
  let ahead = await source.next();
  async function* run(): AsyncGenerator<Row> {
    for (let count = 0; count < length && !ahead.done; count += 1) {
      yield ahead.value;
      ahead = await source.next();
    }
  }
  try {
    do yield run();
    while (!ahead.done);
  } finally {
    await source.return(undefined);
  }
}

async function* each<Row>(rows: RowSource<Row>): AsyncGenerator<Row, void, undefined> {
  yield* rows;
}

async function* once(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text);
}
