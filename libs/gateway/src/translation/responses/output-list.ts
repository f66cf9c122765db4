import type { JsonObject } from '../wire.js';
import type { ItemPlace, ItemStatus, OutputItem, ResponseEvent } from './response-event.js';

/** The items of an answer, in the order in which they began; several may be open at once. */
export class OutputList {
  private readonly items: OutputItem[] = [];
  /** What is the answer's own in its id, so that the ids of its items are as unique. */
  private readonly stem: string;

  constructor(answerId: string) {
    this.stem = answerId.slice(answerId.indexOf('_') + 1);
  }

  get tail(): OutputItem | undefined {
    return this.items.at(-1);
  }

  /** A place behind the others. What stood last is closed, unless it is still being written. */
  next(prefix: string, ownId?: string): { place: ItemPlace; before: ResponseEvent[] } {
    const output_index = this.items.length;
    const item_id = ownId ?? `${prefix}_${this.stem}${String(output_index).padStart(3, '0')}`;
    const { tail } = this;
    return { place: { item_id, output_index }, before: tail?.isIdle ? this.closed(tail) : [] };
  }

  add(item: OutputItem): void {
    this.items.push(item);
  }

  /** Of what is complete; the last one may have more to say. */
  settle(item: OutputItem): ResponseEvent[] {
    return item === this.tail ? [] : this.closed(item);
  }

  closed(item: OutputItem): ResponseEvent[] {
    return item.isClosed ? [] : item.close('completed');
  }

  /** What was cut off is the last thing that was written. */
  closeAll(status: ItemStatus): ResponseEvent[] {
    const { tail } = this;
    return this.items.flatMap((item) => {
      if (item.isClosed) return [];
      return item.close(item === tail || !item.isIdle ? status : 'completed');
    });
  }

  views(): JsonObject[] {
    return this.items.map((item) => item.view());
  }
}
