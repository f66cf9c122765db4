import type { Script } from '../script/script.schema.js';

/** Where and how a script breaks off an answer; the earliest of several wins. */
export interface Interruption {
  readonly kind: 'fail' | 'hang' | 'cut';
  readonly after: number;
}

export function interruptionOf(script: Script): Interruption | undefined {
  const planned: Interruption[] = [];
  if (script.fail !== undefined) planned.push({ kind: 'fail', after: script.fail.after });
  if (script.hang !== undefined) planned.push({ kind: 'hang', after: script.hang });
  if (script.cut !== undefined) planned.push({ kind: 'cut', after: script.cut });
  return planned.sort((one, other) => one.after - other.after)[0];
}
