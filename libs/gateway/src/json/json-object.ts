import type { JsonObject } from '../translation/wire.js';

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value where it is an object; without any field otherwise, so that fields of fields can be asked for. */
export function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}
