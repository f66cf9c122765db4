import { createRequire } from 'node:module';
import type { InvoiceDocument } from './invoice-document.js';

/** How an invoice is lettered as a file: in which font (none: the one of every PDF reader), and spelled how. */
export interface Lettering {
  readonly fontFile: string | null;
  /** For the title, the heads and the total, which need no letters but the plain ones. */
  readonly boldFont: string;
  readonly spell: (text: string) => string;
}

const plainBold = 'Helvetica-Bold';

const western = /^[\n\u0020-\u007E\u00A0-\u00FF€]*$/u;

/** What the font beside us has: Latin, Greek, Cyrillic, Armenian and Georgian letters, punctuation, currencies. */
const european =
  /^[\u0300-\u034F\n\u0020-\u007E\u00A0-\u02DF\u0370-\u0377\u037A-\u037F\u0384-\u038A\u038C\u038E-\u03A1\u03A3-\u0525\u0531-\u0556\u0559-\u055F\u0561-\u0587\u10D0-\u10FC\u1E00-\u1EFB\u2010-\u2015\u2018-\u2026\u2030-\u203A\u20A0-\u20B5\u20B8-\u20BA\u20BD\u2116\u2122\u2190-\u2199\u2212]*$/u;

const unknownNote = 'Letters that this file cannot show stand as "?". The invoice as a page has all of them.';

/** The configured font is taken to have everything; our own two are used as far as they go. */
export function letteringOf(document: InvoiceDocument, configured: string | null): Lettering {
  if (configured !== null) return { fontFile: configured, boldFont: plainBold, spell: (text) => text };
  if (western.test(wordsOf(document))) {
    return { fontFile: null, boldFont: plainBold, spell: (text) => text.normalize('NFC') };
  }
  return {
    fontFile: europeanFont('DejaVuSans'),
    boldFont: europeanFont('DejaVuSans-Bold'),
    spell: europeanOnly,
  };
}

/** Says so where it cannot be read whole. */
export function withMissingLettersTold(document: InvoiceDocument, { spell }: Lettering): InvoiceDocument {
  const words = wordsOf(document);
  const isWhole = questionMarksOf(spell(words)) === questionMarksOf(words);
  return isWhole ? document : { ...document, notes: [...document.notes, unknownNote] };
}

function questionMarksOf(text: string): number {
  return text.split('?').length - 1;
}

function wordsOf({ title, seller, buyer, facts, lines, notes }: InvoiceDocument): string {
  const parts = [title, ...seller, ...buyer, ...facts.flat(), ...lines.map(({ text }) => text), ...notes];
  return parts.join('\n').normalize('NFC');
}

function europeanFont(name: string): string {
  return createRequire(import.meta.url).resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`);
}

/** Other letters become the plain ones they are made of, or show as `?`. */
function europeanOnly(text: string): string {
  return Array.from(text.normalize('NFC'), (character) => {
    if (european.test(character)) return character;
    const [base = ''] = character.normalize('NFKD');
    return european.test(base) ? base : '?';
  }).join('');
}
