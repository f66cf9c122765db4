import { jsonOrNothing } from '@onegate/platform';
import { isObject } from '../json/json-object.js';
import { withFields } from '../json/json-text.js';
import type { JsonObject } from '../translation/wire.js';

/** Split at line feeds alone: JSON may have other ends of lines within its strings. */
const dataLine = /(?<=^|\n)data: (\{[^\n]*\})(?=\n|$)/g;

/** The same answer for somebody who gets it from memory and pays nothing: every cost in it is 0. */
export function freeAnswer(body: Buffer): Buffer {
  const text = body.toString();
  const whole = jsonOrNothing(text);
  if (isObject(whole)) return Buffer.from(withoutCost(text, whole));
  return Buffer.from(text.replaceAll(dataLine, (line, data: string) => freeLine(line, data)));
}

function freeLine(line: string, data: string): string {
  const chunk = data.includes('"usage"') ? jsonOrNothing(data) : null;
  return isObject(chunk) ? `data: ${withoutCost(data, chunk)}` : line;
}

function withoutCost(text: string, { usage }: JsonObject): string {
  if (!isObject(usage)) return text;
  const details = isObject(usage['cost_details']) ? usage['cost_details'] : {};
  const free = Object.entries(details).map(([name, cost]) => [name, cost === null ? null : 0]);
  return withFields(text, { usage: { ...usage, cost: 0, cost_details: Object.fromEntries(free) } });
}
