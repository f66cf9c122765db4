import type { ProbeCall } from './provider-kind.js';

/** What a good answer looks like. */
export type ExpectedAnswer = Pick<ProbeCall, 'list' | 'field' | 'nameField'>;

/** The names in a provider's list of models; `null` when its answer is good and no list; `undefined` when it is not good. */
export function listedNames(expected: ExpectedAnswer, body: unknown): string[] | null | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  if (expected.field !== undefined && !(expected.field in body)) return undefined;
  if (expected.list === undefined) return null;
  const list = expected.list === null ? body : (body as Record<string, unknown>)[expected.list];
  if (!Array.isArray(list)) return undefined;
  return list
    .map((entry: unknown) => nameOf(entry, expected.nameField ?? 'id'))
    .filter((name) => name !== '');
}

function nameOf(entry: unknown, field: string): string {
  if (typeof entry !== 'object' || entry === null || !(field in entry)) return '';
  // Google lists resources, not names.
  return String((entry as Record<string, unknown>)[field]).replace(/^models\//, '');
}
