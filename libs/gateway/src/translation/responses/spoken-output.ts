import type { LanguageModelV4Source } from '@ai-sdk/provider';
import type { Seal } from '../neutral/hints.js';
import type { TextPart } from '../neutral/part-kinds.js';
import { isSigned, mergedSeal, sealOf } from '../neutral/seal-of.js';
import type { JsonObject } from '../wire.js';
import { MessageItem } from './message-item.js';
import type { OutputList } from './output-list.js';
import type { ResponseEvent } from './response-event.js';
import { noteItem } from './note-item.js';

/** The messages of an answer. */
export class SpokenOutput {
  private readonly speaking = new Map<string, MessageItem>();
  private readonly seals = new Map<string, Seal>();
  private last: MessageItem | undefined;

  constructor(private readonly output: OutputList) {}

  part(part: TextPart): ResponseEvent[] {
    const seal = mergedSeal(this.seals.get(part.id), sealOf(part.providerMetadata));
    if (seal) this.seals.set(part.id, seal);
    if (part.type === 'text-delta') return this.delta(part.id, part.delta);
    return part.type === 'text-end' ? this.end(part) : [];
  }

  source(source: LanguageModelV4Source): void {
    this.last?.source(source);
  }

  knowLogprobs(logprobs: readonly JsonObject[]): void {
    this.last?.knowLogprobs(logprobs);
  }

  refuse(refusal: string): ResponseEvent[] {
    const { item, events } = this.message();
    return [...events, ...item.refuse(refusal)];
  }

  /** A message begins with its first word. */
  private delta(id: string, text: string): ResponseEvent[] {
    if (text === '') return [];
    const current = this.speaking.get(id);
    if (current) return current.delta(text);
    const { item, events } = this.message();
    this.speaking.set(id, item);
    return [...events, ...item.startText(id), ...item.delta(text)];
  }

  private end({ id, citations }: Extract<TextPart, { type: 'text-end' }>): ResponseEvent[] {
    const item = this.speaking.get(id);
    this.speaking.delete(id);
    const events = item ? [...item.endText(citations ?? []), ...this.output.settle(item)] : [];
    return [...events, ...this.note(id)];
  }

  private note(id: string): ResponseEvent[] {
    const seal = this.seals.get(id);
    this.seals.delete(id);
    return isSigned(seal) ? noteItem(this.output, seal, 'text') : [];
  }

  /** Pieces of text that follow each other are one message. */
  private message(): { item: MessageItem; events: ResponseEvent[] } {
    const { tail } = this.output;
    if (tail instanceof MessageItem && tail.isIdle && !tail.isClosed) return { item: tail, events: [] };
    const { place, before } = this.output.next('msg');
    const item = new MessageItem(place);
    this.output.add(item);
    this.last = item;
    return { item, events: [...before, item.added()] };
  }
}
