import { randomBytes } from 'node:crypto';
import { isObject } from '../json/json-object.js';
import type { JsonObject } from '../translation/wire.js';

/** An item that is kept: it has an id by which it can be found. */
export type StoredItem = JsonObject & { readonly id: string };

const prefixes: Readonly<Record<string, string>> = {
  message: 'msg',
  function_call: 'fc',
  function_call_output: 'fco',
  custom_tool_call: 'ctc',
  custom_tool_call_output: 'ctco',
  reasoning: 'rs',
  compaction: 'cmp',
};

/** The input of a request as items: a text is a message of the user. */
export function inputItems(input: unknown): JsonObject[] {
  if (typeof input === 'string') return [{ role: 'user', content: input }];
  return Array.isArray(input) ? input.filter(isObject) : [];
}

/** As the API shows it: with an id, a type, a status, and the text of a message as a part. */
export function storedItem(item: JsonObject): StoredItem {
  const type = typeOf(item);
  const id = typeof item['id'] === 'string' && item['id'] !== '' ? item['id'] : newItemId(type);
  const named = { ...item, id, type };
  if (!idsOfOurs.has(type)) return named;
  const status = item['status'] ?? 'completed';
  return type === 'message' ? { ...named, status, content: contentOf(item) } : { ...named, status };
}

function contentOf(item: JsonObject): JsonObject[] {
  const { content } = item;
  if (typeof content === 'string') return [wholePart(textPart(item, content))];
  return Array.isArray(content) ? content.filter(isObject).map(wholePart) : [];
}

function wholePart(part: JsonObject): JsonObject {
  return part['type'] === 'output_text' ? { annotations: [], logprobs: [], ...part } : part;
}

export function typeOf(item: JsonObject): string {
  if (typeof item['type'] === 'string') return item['type'];
  return item['role'] === undefined && typeof item['id'] === 'string' ? 'item_reference' : 'message';
}

export function newItemId(type: string): string {
  return `${prefixes[type] ?? 'item'}_${randomBytes(24).toString('hex')}`;
}

/** Kinds of item whose id says only where the item was stored, which is here. */
const idsOfOurs = new Set([
  'message',
  'function_call',
  'function_call_output',
  'custom_tool_call',
  'custom_tool_call_output',
]);

/**
 * Items of earlier turns as a provider takes them that has not stored them. A thought without what its provider wants
 * back says nothing to it, and by its id it would be looked for there in vain.
 */
export function toldAgain(items: readonly JsonObject[]): JsonObject[] {
  return items.filter(isTellable).map((item) => {
    if (!idsOfOurs.has(typeOf(item))) return item;
    const { id: _id, ...rest } = item;
    return rest;
  });
}

function isTellable(item: JsonObject): boolean {
  if (typeOf(item) !== 'reasoning' || item['encrypted_content']) return true;
  return Array.isArray(item['content']) && item['content'].length > 0;
}

function textPart(item: JsonObject, text: string): JsonObject {
  const isSaid = item['role'] === 'assistant';
  return { type: isSaid ? 'output_text' : 'input_text', text };
}
