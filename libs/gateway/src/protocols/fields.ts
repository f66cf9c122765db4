import { createHash } from 'node:crypto';
import { objectOf } from '../json/json-object.js';
import type { JsonObject } from '../translation/wire.js';

export function textAt(body: JsonObject, name: string): string | null {
  const value = body[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

export function countAt(body: JsonObject, name: string): number | null {
  const value = body[name];
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

export function objectAt(body: JsonObject, name: string): JsonObject {
  return objectOf(body[name]);
}

const mostModels = 8;

/** `models` names those that may stand in, as OpenRouter has it; the first of them where `model` is missing. */
export function modelsAsked(body: JsonObject): string[] {
  const others = Array.isArray(body['models']) ? body['models'] : [];
  const named = [textAt(body, 'model'), ...others].filter((one) => typeof one === 'string' && one !== '');
  return [...new Set(named as string[])].slice(0, mostModels);
}

/** A longer beginning tells conversations apart no better. */
const beginning = 2_000;

/** Calls of one conversation begin with the same words; who says nothing in common has no thread. */
export function threadOf(
  key: string | null,
  said: readonly unknown[],
  instructions: unknown = null,
): string | null {
  if (key !== null) return `key:${key.slice(0, 200)}`;
  if (said.length < 2) return null;
  const first = said.slice(0, 2).map((message) => JSON.stringify(message)?.slice(0, beginning));
  const text = [JSON.stringify(instructions)?.slice(0, beginning), ...first].join('\n');
  return `said:${createHash('sha256').update(text).digest('base64url')}`;
}

export function listAt(body: JsonObject, name: string): readonly unknown[] {
  const value = body[name];
  return Array.isArray(value) ? value : [];
}
