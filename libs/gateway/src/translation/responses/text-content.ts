import type { JsonObject } from '../wire.js';
import type { ItemPlace, ResponseEvent } from './response-event.js';

/** One piece of text in a message. */
export class TextContent {
  private text = '';
  private annotations: JsonObject[] = [];
  private logprobs: JsonObject[] = [];

  constructor(
    private readonly place: ItemPlace,
    private readonly contentIndex: number,
  ) {}

  get length(): number {
    return this.text.length;
  }

  get isAnnotated(): boolean {
    return this.annotations.length > 0;
  }

  added(): ResponseEvent {
    return this.event('response.content_part.added', { part: this.view() });
  }

  delta(delta: string): ResponseEvent {
    this.text += delta;
    return this.event('response.output_text.delta', { delta, logprobs: [] });
  }

  annotate(annotations: readonly JsonObject[]): ResponseEvent[] {
    return annotations.map((annotation) => {
      this.annotations = [...this.annotations, annotation];
      const annotation_index = this.annotations.length - 1;
      return this.event('response.output_text.annotation.added', { annotation_index, annotation });
    });
  }

  done(logprobs: readonly JsonObject[]): ResponseEvent[] {
    this.logprobs = [...logprobs];
    return [
      this.event('response.output_text.done', { text: this.text, logprobs }),
      this.event('response.content_part.done', { part: this.view() }),
    ];
  }

  view(): JsonObject {
    const { text, annotations, logprobs } = this;
    return { type: 'output_text', text, annotations, logprobs };
  }

  private event(type: string, fields: JsonObject): ResponseEvent {
    return { type, ...this.place, content_index: this.contentIndex, ...fields };
  }
}
