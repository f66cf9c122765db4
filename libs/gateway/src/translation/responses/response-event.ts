import type { JsonObject } from '../wire.js';

export type ResponseEvent = JsonObject & { readonly type: string };

export type ItemStatus = 'completed' | 'incomplete';

/** One item of an answer while it is written. What it says in events is what its last state shows. */
export interface OutputItem {
  /** The parts of the stream that belong to it all came; it may be closed. */
  readonly isIdle: boolean;
  readonly isClosed: boolean;
  /** As it stands. */
  view(): JsonObject;
  /** Writes what is left of it; once. */
  close(status: ItemStatus): ResponseEvent[];
}

export interface ItemPlace {
  readonly item_id: string;
  readonly output_index: number;
}

export function itemAdded({ output_index }: ItemPlace, item: JsonObject): ResponseEvent {
  return { type: 'response.output_item.added', output_index, item };
}

export function itemDone({ output_index }: ItemPlace, item: JsonObject): ResponseEvent {
  return { type: 'response.output_item.done', output_index, item };
}
