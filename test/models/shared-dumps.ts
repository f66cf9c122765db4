import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe } from '@jest/globals';
import type { SourceRow } from './catalog-source.ts';

/** Real answers of OpenRouter, which are not part of the repository: whoever has them says where they are. */
const folder = path.join(process.env.ONEGATE_SHARED_DATA ?? '/nowhere', 'models');

/** `openrouter-models-2026-03-02.json` and its like, by date. */
export const dumpNames: readonly string[] = existsSync(folder)
  ? readdirSync(folder)
      .filter((name) => /^openrouter-models-.*\d{4}-\d{2}-\d{2}\.json$/.test(name))
      .toSorted((a, b) => (dayOf(a) < dayOf(b) ? -1 : 1))
  : [];

export const describeWithDumps = dumpNames.length > 0 ? describe : describe.skip;

/** A saved answer, with or without the object around the list. */
export function dump(name: string): SourceRow[] {
  const saved = JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as
    SourceRow[] | { readonly data: SourceRow[] };
  return 'data' in saved ? saved.data : saved;
}

/** The dump of that day. */
export function dumpOf(day: string): SourceRow[] {
  const name = dumpNames.find((one) => dayOf(one) === day);
  if (!name) throw new Error(`There is no dump of ${day}`);
  return dump(name);
}

function dayOf(name: string): string {
  return /\d{4}-\d{2}-\d{2}/.exec(name)?.[0] ?? '';
}
