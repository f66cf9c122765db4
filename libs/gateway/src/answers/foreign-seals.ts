import { isSealedText } from '../translation/neutral/sealed-text.js';
import type { JsonObject } from '../translation/wire.js';

/** Where the protocols keep what a provider signed. */
const sealFields = ['signature', 'data', 'encrypted_content', 'thought_signature'];
const sealMark = '"onegate.v1.';

/**
 * The body without thoughts that another provider signed and that this server wrapped: when a conversation moves, its new
 * provider can only refuse them. Its bytes tell fast whether there are any.
 */
export function withoutForeignSeals(body: JsonObject, sent: Buffer): JsonObject {
  return sent.includes(sealMark) ? (cleaned(body) as JsonObject) : body;
}

function cleaned(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((one) => !isSealed(one)).map(cleaned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, cleaned(inner)]));
}

function isSealed(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const fields = value as Record<string, unknown>;
  return sealFields.some((name) => {
    const seal = fields[name];
    return typeof seal === 'string' && isSealedText(seal);
  });
}
