import { z } from 'zod';

/** Where something is in a JSON document: `data.users`, `emails.0.value`; empty for the document itself. */
export const fieldPath = z
  .string()
  .max(200)
  .regex(/^([\w-]+(\.[\w-]+)*)?$/);

/** What is there; `undefined` where nothing is. Own properties only. */
export function valueAt(document: unknown, path: string): unknown {
  if (path === '') return document;
  return path.split('.').reduce<unknown>(step, document);
}

/** The text there, of a string or number; `undefined` for what is blank or neither. */
export function textAt(document: unknown, path: string): string | undefined {
  const value = valueAt(document, path);
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && text.trim() !== '' ? text : undefined;
}

function step(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}
