import type { SseFrame } from '../sse/sse-frame.js';

const numbered = /"index": ?(\d+)/;

/** Which block of a message has begun and not ended: an answer that is cut off has to end it. */
export class OpenBlock {
  index: number | null = null;

  see({ event, data }: SseFrame): void {
    if (event === 'content_block_stop') this.index = null;
    if (event !== 'content_block_start') return;
    const found = numbered.exec(data.toString('latin1'))?.[1];
    this.index = found === undefined ? null : Number(found);
  }
}
