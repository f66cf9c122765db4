import { z } from 'zod';
import { usdDecimal } from '../money/nano-usd.js';
import type { Setting } from './setting.js';
import { settings } from './settings.js';

/** The text of `docs/configuration.md`. */
export function configurationPage(): string {
  return [
    '# Configuration',
    '',
    'Onegate reads its configuration from the environment, once, at start. A wrong value stops the start with a list',
    'of every problem. A secret can also be given as the name of a file that holds it: `<NAME>_FILE`. This page is generated from `libs/platform/src/config/settings.ts` (`npm run generate`).',
    '',
    Object.entries(settings).map(section).join('\n'),
  ].join('\n');
}

function section([name, table]: [string, Readonly<Record<string, Setting>>]): string {
  const rows = Object.values(table).map(row).join('\n');
  return `## ${name}\n\n| variable | default | meaning |\n| --- | --- | --- |\n${rows}\n`;
}

function row(one: Setting): string {
  const secret = one.secret ? ' Secret.' : '';
  return `| \`${one.env}\` | ${inCell(defaultOf(one.schema))} | ${inCell(one.about)}${secret} |`;
}

/** A bar would end the cell, also within code. */
function inCell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function defaultOf(schema: z.ZodType): string {
  const missing = schema.safeParse(undefined);
  if (!missing.success) return 'required';
  if (missing.data === undefined) return '';
  // Money is in nano-dollars by then, and given in dollars.
  if (typeof missing.data === 'bigint') return `\`${usdDecimal(missing.data).toString()}\``;
  return Array.isArray(missing.data) ? 'none' : `\`${JSON.stringify(missing.data)}\``;
}
