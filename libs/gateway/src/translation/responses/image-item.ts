import type { LanguageModelV4File } from '@ai-sdk/provider';
import type { JsonObject } from '../wire.js';
import {
  itemAdded,
  itemDone,
  type ItemPlace,
  type ItemStatus,
  type OutputItem,
  type ResponseEvent,
} from './response-event.js';

/** A picture that the model made. */
export class ImageItem implements OutputItem {
  private status: 'in_progress' | 'completed' = 'in_progress';
  readonly isIdle = true;

  constructor(
    private readonly place: ItemPlace,
    private readonly file: LanguageModelV4File,
  ) {}

  get isClosed(): boolean {
    return this.status === 'completed';
  }

  view(): JsonObject {
    const result = this.isClosed ? contentOf(this.file) : null;
    return { id: this.place.item_id, type: 'image_generation_call', status: this.status, result };
  }

  added(): ResponseEvent[] {
    return [
      itemAdded(this.place, this.view()),
      { type: 'response.image_generation_call.in_progress', ...this.place },
    ];
  }

  close(_status: ItemStatus): ResponseEvent[] {
    this.status = 'completed';
    return [
      { type: 'response.image_generation_call.completed', ...this.place },
      itemDone(this.place, this.view()),
    ];
  }
}

function contentOf({ data }: LanguageModelV4File): string {
  if (data.type === 'url') return data.url.href;
  return typeof data.data === 'string' ? data.data : Buffer.from(data.data).toString('base64');
}
