/** Where a model is in its life, as its source tells it. Whether an administrator offers it is another matter. */
export type ModelState = 'active' | 'deprecated' | 'inactive' | 'gone';

/**
 * `deprecated` has a day on which it ends, `inactive` is missing from the source's list, `gone` is past its day.
 * All but the same state can follow, because sources bring models back.
 */
export const modelFlow: Record<ModelState, readonly ModelState[]> = {
  active: ['deprecated', 'inactive', 'gone'],
  deprecated: ['active', 'inactive', 'gone'],
  inactive: ['active', 'deprecated', 'gone'],
  gone: ['active', 'deprecated'],
};

/** States in which a model can be called. */
export const callableStates: readonly ModelState[] = ['active', 'deprecated'];

export function isCallable(state: ModelState): boolean {
  return callableStates.includes(state);
}

/** The state of a model that its source lists. `expiresOn` is a day, `2026-03-31`: the last one on which it serves. */
export function listedState(expiresOn: string | null, now: Date): ModelState {
  if (expiresOn === null) return 'active';
  return isPast(expiresOn, now) ? 'gone' : 'deprecated';
}

/** The state of a model that its source no longer lists. */
export function vanishedState(expiresOn: string | null, now: Date): ModelState {
  return expiresOn !== null && isPast(expiresOn, now) ? 'gone' : 'inactive';
}

export function isPast(day: string, now: Date): boolean {
  return day < now.toISOString().slice(0, 10);
}
