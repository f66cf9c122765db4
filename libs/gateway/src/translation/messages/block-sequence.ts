import type { JsonObject } from '../wire.js';
import type { MessageEvent } from './message-event.js';

/** Blocks come one after the other; each has the next index. */
export class BlockSequence {
  private index = -1;
  private open = false;

  get isOpen(): boolean {
    return this.open;
  }

  start(content_block: JsonObject): MessageEvent[] {
    const before = this.stop();
    this.index += 1;
    this.open = true;
    return [...before, { type: 'content_block_start', index: this.index, content_block }];
  }

  delta(delta: JsonObject): MessageEvent[] {
    return [{ type: 'content_block_delta', index: this.index, delta }];
  }

  stop(): MessageEvent[] {
    if (!this.open) return [];
    this.open = false;
    return [{ type: 'content_block_stop', index: this.index }];
  }

  whole(content_block: JsonObject): MessageEvent[] {
    return [...this.start(content_block), ...this.stop()];
  }
}
