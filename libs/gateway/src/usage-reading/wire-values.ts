import { jsonOrNothing } from '@onegate/platform';
import { isObject } from '../json/json-object.js';
import type { JsonObject } from '../translation/wire.js';

/** Providers put anything anywhere; these take from their JSON only what is of the kind that is looked for. */

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** A count of tokens or calls: whole, and never below zero. */
export function countOf(value: unknown): number {
  return typeof value === 'number' && value > 0 && value <= Number.MAX_SAFE_INTEGER ? Math.ceil(value) : 0;
}

/** The first count that says something: providers call the same thing by different names. */
export function firstCount(...values: readonly unknown[]): number {
  return countOf(values.find((value) => countOf(value) > 0));
}

export function parsed(json: string): JsonObject | null {
  const value = jsonOrNothing(json);
  return isObject(value) ? value : null;
}
