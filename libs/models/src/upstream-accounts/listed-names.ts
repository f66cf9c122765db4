import type { ProbeCall } from './provider-kind.js';

/** The names in a provider's list of models; `null` when its answer is good and no list; `undefined` when it is not good. */
export function listedNames(probe: ProbeCall, body: unknown): string[] | null | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  if (probe.field !== undefined && !(probe.field in body)) return undefined;
  if (probe.list === undefined) return null;
  const list = probe.list === null ? body : (body as Record<string, unknown>)[probe.list];
  if (!Array.isArray(list)) return undefined;
  return list.map((entry: unknown) => nameOf(entry, probe.nameField ?? 'id')).filter((name) => name !== '');
}

function nameOf(entry: unknown, field: string): string {
  if (typeof entry !== 'object' || entry === null || !(field in entry)) return '';
  // Google lists resources, not names.
  return String((entry as Record<string, unknown>)[field]).replace(/^models\//, '');
}
