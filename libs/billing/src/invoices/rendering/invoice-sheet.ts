import type PDFDocument from 'pdfkit';
import type { Lettering } from './invoice-letters.js';

export type Pdf = InstanceType<typeof PDFDocument>;

/** The paper: A4, in points. */
export const left = 56;
export const right = 539;
/** Where text ends and the numbers of the pages have their place. */
export const textEnd = 775;
const footAt = 796;

export const colours = { text: '#1a1d21', soft: '#6b7280', line: '#d1d5db' } as const;
export type Colour = keyof typeof colours;

/** An invoice being written: which font is which, and in whose letters. */
export interface Sheet {
  readonly pdf: Pdf;
  readonly regular: string;
  readonly bold: string;
  readonly spell: Lettering['spell'];
}

export function sheetOf(pdf: Pdf, { fontFile, boldFont, spell }: Lettering): Sheet {
  return { pdf, regular: fontFile ?? 'Helvetica', bold: boldFont, spell };
}

export function inBold({ pdf, bold }: Sheet, colour: Colour = 'text'): Pdf {
  return pdf.font(bold).fillColor(colours[colour]);
}

export function inRegular({ pdf, regular }: Sheet, colour: Colour = 'text'): Pdf {
  return pdf.font(regular).fillColor(colours[colour]);
}

/** Told last, when it is known how many there are. */
export function numberPages(sheet: Sheet, title: string): void {
  const { pdf, spell } = sheet;
  const { start, count } = pdf.bufferedPageRange();
  for (let index = 0; index < count; index += 1) {
    pdf.switchToPage(start + index);
    // Below the margin a text would begin a page of its own.
    pdf.page.margins.bottom = 0;
    const foot = inRegular(sheet, 'soft').fontSize(8);
    foot.text(spell(title), left, footAt, { lineBreak: false });
    foot.text(`Page ${index + 1} of ${count}`, left, footAt, { width: right - left, align: 'right' });
  }
}
