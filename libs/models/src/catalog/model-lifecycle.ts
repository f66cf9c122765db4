import { utcDate } from '@onegate/platform';

/**
 * Where a model is in its life, as its source tells it: `deprecated` has a day on which it ends, `inactive` is missing
 * from the source's list, `gone` is past its day. Any can follow any, because sources bring models back. Whether an
 * administrator offers it is another matter.
 */
export type ModelState = 'active' | 'deprecated' | 'inactive' | 'gone';

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
  return day < utcDate(now);
}
