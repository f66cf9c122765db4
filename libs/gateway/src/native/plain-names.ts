import type { JsonObject } from '../translation/wire.js';

/** No message is nested deeper; what is deeper stays as it was sent. */
const deepest = 4;

/** Their inside is the client's own and keeps its names: schemas, arguments. */
const untouched = new Set(['tools', 'response_format', 'logit_bias', 'metadata']);

/**
 * The body with its names in lower case and without nulls: the document writes `Max_tokens` where its samples have
 * `max_tokens`, and clients send a null for each field that they leave unset. Of two spellings the lower one counts.
 */
export function withPlainNames(body: JsonObject): JsonObject {
  return plainObject(body, 0);
}

function plainObject(object: JsonObject, depth: number): JsonObject {
  const plain = new Map<string, unknown>();
  for (const [given, value] of Object.entries(object)) {
    const name = given.toLowerCase();
    const isSpelledTwice = name !== given && (object[name] ?? null) !== null;
    if (value === null || value === undefined || isSpelledTwice) continue;
    plain.set(name, untouched.has(name) ? value : plainValue(value, depth + 1));
  }
  return Object.fromEntries(plain);
}

function plainValue(value: unknown, depth: number): unknown {
  if (depth > deepest || typeof value !== 'object' || value === null) return value;
  return Array.isArray(value)
    ? value.map((one) => plainValue(one, depth + 1))
    : plainObject(value as JsonObject, depth);
}
