import { type IdPrefix, isIdPrefix } from './id-prefixes.js';
import { isOrderedId, orderedId, timeOfOrderedId } from './ordered-id.js';

/** An id as the outside sees it: `usr_01k…`. The prefix names the kind, the rest is time-ordered and unguessable. */
export type PublicId<P extends IdPrefix = IdPrefix> = `${P}_${string}`;

export interface ParsedId<P extends IdPrefix = IdPrefix> {
  readonly id: PublicId<P>;
  readonly prefix: P;
  readonly createdAt: Date;
}

/** A new id: `newId('usr')`; for a request, `newId('req')`. */
export function newId<P extends IdPrefix>(prefix: P, at?: Date): PublicId<P> {
  return `${prefix}_${orderedId(at?.getTime())}`;
}

/** Whether the text is an id of that kind. It says nothing about whether such a thing exists. */
export function isId<P extends IdPrefix>(prefix: P, text: unknown): text is PublicId<P> {
  return (
    typeof text === 'string' && text.startsWith(`${prefix}_`) && isOrderedId(text.slice(prefix.length + 1))
  );
}

/** Takes an id of any kind apart; `undefined` for what is none. */
export function parseId(text: string): ParsedId | undefined {
  const prefix = text.slice(0, text.indexOf('_'));
  if (!isIdPrefix(prefix) || !isId(prefix, text)) return undefined;
  return { id: text, prefix, createdAt: timeOfOrderedId(text.slice(prefix.length + 1)) };
}
