import type { LanguageModelV4Citation, LanguageModelV4Source } from '@ai-sdk/provider';
import type { JsonObject } from '../wire.js';
import { citationAnnotations, sourceAnnotations } from './annotations.js';
import {
  itemAdded,
  itemDone,
  type ItemPlace,
  type ItemStatus,
  type OutputItem,
  type ResponseEvent,
} from './response-event.js';
import { TextContent } from './text-content.js';

/** What is said aloud: pieces of text, of which the last may be open. */
export class MessageItem implements OutputItem {
  private readonly content: JsonObject[] = [];
  private readonly sources: LanguageModelV4Source[] = [];
  private last: TextContent | undefined;
  private status: 'in_progress' | ItemStatus = 'in_progress';
  private logprobs: readonly JsonObject[] = [];
  /** The text of the stream that is being said. */
  speaking: string | undefined;

  constructor(private readonly place: ItemPlace) {}

  get isIdle(): boolean {
    return this.speaking === undefined;
  }

  get isClosed(): boolean {
    return this.status !== 'in_progress';
  }

  view(): JsonObject {
    const { item_id: id, status, content } = { ...this.place, ...this };
    return { id, type: 'message', status, role: 'assistant', content: [...content] };
  }

  added(): ResponseEvent {
    return itemAdded(this.place, this.view());
  }

  startText(streamId: string): ResponseEvent[] {
    const before = this.finishText();
    this.speaking = streamId;
    this.last = new TextContent(this.place, this.content.length);
    return [...before, this.last.added()];
  }

  delta(text: string): ResponseEvent[] {
    return this.last ? [this.last.delta(text)] : [];
  }

  /** The piece stays open for what is said about it later: sources, probabilities. */
  endText(citations: readonly LanguageModelV4Citation[]): ResponseEvent[] {
    this.speaking = undefined;
    return this.last?.annotate(citationAnnotations(citations, this.last.length)) ?? [];
  }

  source(source: LanguageModelV4Source): void {
    this.sources.push(source);
  }

  knowLogprobs(logprobs: readonly JsonObject[]): void {
    this.logprobs = logprobs;
  }

  /** In place of an answer. */
  refuse(refusal: string): ResponseEvent[] {
    const before = this.finishText();
    const at = { ...this.place, content_index: this.content.length };
    const part = { type: 'refusal', refusal };
    this.content.push(part);
    return [
      ...before,
      { type: 'response.content_part.added', ...at, part: { type: 'refusal', refusal: '' } },
      { type: 'response.refusal.delta', ...at, delta: refusal },
      { type: 'response.refusal.done', ...at, refusal },
      { type: 'response.content_part.done', ...at, part },
    ];
  }

  close(status: ItemStatus): ResponseEvent[] {
    const rest = this.finishText();
    this.status = status;
    return [...rest, itemDone(this.place, this.view())];
  }

  private finishText(): ResponseEvent[] {
    const { last } = this;
    if (!last) return [];
    const found = last.isAnnotated ? [] : last.annotate(sourceAnnotations(this.sources, last.length));
    const events = [...found, ...last.done(this.logprobs)];
    this.content.push(last.view());
    this.last = undefined;
    this.speaking = undefined;
    this.sources.length = 0;
    return events;
  }
}
