import type { JsonObject } from '../translation/wire.js';
import { parsed } from './wire-values.js';

const usageKey = /"usage": ?\{/g;
const stringOrBrace = /"(?:[^"\\]|\\.)*"|[{}]/g;
/** No usage is longer; the pattern for strings must not be let loose on pictures. */
const longestUsage = 16 * 1024;

/** The usage at the end of an event whose middle was left out. */
export function usageOfCut(wire: string): JsonObject | null {
  const start = [...wire.matchAll(usageKey)].at(-1);
  if (start === undefined) return null;
  const open = start.index + start[0].length - 1;
  const json = objectAt(wire.slice(open, open + longestUsage));
  return json === null ? null : parsed(json);
}

function objectAt(wire: string): string | null {
  let depth = 0;
  for (const { 0: token, index } of wire.matchAll(stringOrBrace)) {
    if (token === '{') depth += 1;
    if (token === '}') depth -= 1;
    if (depth === 0) return wire.slice(0, index + 1);
  }
  return null;
}
