import { type Cell, looksLikeFormula, numericText, plainText } from './cell.js';

/** Indexes into the cell formats of the style sheet. */
export const xlsxStyle = { plain: 0, quoted: 1, moment: 2, heading: 3 } as const;

/** More and Excel calls the file damaged. */
const maxTextLength = 32_767;
/** Excel counts in floats and turns an integer's further digits into zeros; such a number goes in as text. */
const longInteger = /^-?\d{16,}$/;
const dayInMilliseconds = 86_400_000;
/** Day 0 of the workbook calendar is 1899-12-30; before March 1900 Excel counts a day that never was. */
const unixEpochDay = 25_569;
const firstSoundDay = 61;

export function xlsxCell(reference: string, cell: Cell): string {
  const number = numericText(cell);
  if (number !== undefined) return numberCell(reference, number);
  if (typeof cell === 'boolean') return `<c r="${reference}" t="b"><v>${cell ? 1 : 0}</v></c>`;
  const serial = cell instanceof Date ? cell.getTime() / dayInMilliseconds + unixEpochDay : Number.NaN;
  if (serial >= firstSoundDay) return `<c r="${reference}" s="${xlsxStyle.moment}"><v>${serial}</v></c>`;
  return textCell(reference, plainText(cell));
}

/**
 * Text is never taken for a formula here. The quote style keeps it text also when someone edits the cell and presses
 * Enter, which is what the apostrophe in front does in a CSV.
 */
export function textCell(reference: string, text: string, style?: number): string {
  if (text === '') return '';
  const format = style ?? (looksLikeFormula(text) ? xlsxStyle.quoted : xlsxStyle.plain);
  const content = xmlText(text.slice(0, maxTextLength).toWellFormed());
  return `<c r="${reference}" s="${format}" t="inlineStr"><is><t xml:space="preserve">${content}</t></is></c>`;
}

function numberCell(reference: string, number: string): string {
  return longInteger.test(number) ? textCell(reference, number) : `<c r="${reference}"><v>${number}</v></c>`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };

/** XML cannot hold control characters at all; and `_x0041_` in a workbook means an A unless its underscore is escaped. */
function xmlText(text: string): string {
  return text
    .replaceAll(/(?![\t\n\r])\p{Cc}|[\uFFFE\uFFFF]/gu, '')
    .replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replaceAll(/[&<>\r]/g, (char) => entities[char] ?? char);
}
