import { type Column } from './cell.js';
import { textCell, xlsxCell, xlsxStyle } from './xlsx-cell.js';

/** Rows that Excel can hold on a sheet, the heading included. */
export const maxSheetRows = 1_048_576;

const opening =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
  '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews>' +
  '<sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" state="frozen"/></sheetView>' +
  '</sheetViews><sheetData>';
const closing = '</sheetData></worksheet>';

/** One sheet: the heading, kept in view, and as many rows as are left or fit. */
export async function* sheetXml<Row>(
  columns: readonly Column<Row>[],
  rows: AsyncIterable<Row>,
): AsyncGenerator<string> {
  const letters = columns.map((_, index) => columnLetters(index));
  const heading = columns.map(({ header }, index) =>
    textCell(`${letters[index]}1`, header, xlsxStyle.heading),
  );
  yield `${opening}<row r="1">${heading.join('')}</row>`;
  let line = 1;
  for await (const row of rows) {
    line += 1;
    const cells = columns.map(({ value }, index) => xlsxCell(`${letters[index]}${line}`, value(row)));
    yield `<row r="${line}">${cells.join('')}</row>`;
  }
  yield closing;
}

/** A … Z, AA, AB … */
export function columnLetters(index: number): string {
  const letter = String.fromCodePoint(65 + (index % 26));
  return index < 26 ? letter : columnLetters(Math.floor(index / 26) - 1) + letter;
}
