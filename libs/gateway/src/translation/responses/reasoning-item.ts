import type { Seal } from '../neutral/hints.js';
import { isSigned, mergedSeal } from '../neutral/seal-of.js';
import { sealedText } from '../neutral/sealed-text.js';
import type { JsonObject } from '../wire.js';
import {
  itemAdded,
  itemDone,
  type ItemPlace,
  type ItemStatus,
  type OutputItem,
  type ResponseEvent,
} from './response-event.js';

/** What the model thinks: summaries that can be read, and what its provider wants back. */
export class ReasoningItem implements OutputItem {
  private readonly summary: JsonObject[] = [];
  private text: string | undefined;
  private status: 'in_progress' | ItemStatus = 'in_progress';
  /** The thought of the stream that is being told. */
  telling: string | undefined;

  constructor(
    private readonly place: ItemPlace,
    private seal: Seal | undefined,
  ) {}

  get isIdle(): boolean {
    return this.telling === undefined;
  }

  get isClosed(): boolean {
    return this.status !== 'in_progress';
  }

  /** One thought may be told in several summaries. */
  isOf(seal: Seal | undefined): boolean {
    return seal?.id !== undefined && seal.id === this.seal?.id;
  }

  learn(seal: Seal | undefined): void {
    this.seal = mergedSeal(this.seal, seal);
  }

  view(): JsonObject {
    const { summary, status, seal } = this;
    const encrypted = isSigned(seal) && this.isClosed ? { encrypted_content: encryptedContent(seal) } : {};
    return { id: this.place.item_id, type: 'reasoning', status, summary: [...summary], ...encrypted };
  }

  added(): ResponseEvent {
    return itemAdded(this.place, this.view());
  }

  delta(delta: string): ResponseEvent[] {
    if (delta === '') return [];
    const begun = this.text === undefined ? [this.partAdded()] : [];
    this.text = (this.text ?? '') + delta;
    return [...begun, this.event('response.reasoning_summary_text.delta', { delta })];
  }

  endText(): ResponseEvent[] {
    this.telling = undefined;
    if (this.text === undefined) return [];
    const { text } = this;
    const part = { type: 'summary_text', text };
    const events = [
      this.event('response.reasoning_summary_text.done', { text }),
      this.event('response.reasoning_summary_part.done', { part }),
    ];
    this.summary.push(part);
    this.text = undefined;
    return events;
  }

  close(status: ItemStatus): ResponseEvent[] {
    const rest = this.endText();
    this.status = status;
    return [...rest, itemDone(this.place, this.view())];
  }

  private partAdded(): ResponseEvent {
    return this.event('response.reasoning_summary_part.added', { part: { type: 'summary_text', text: '' } });
  }

  private event(type: string, fields: JsonObject): ResponseEvent {
    return { type, ...this.place, summary_index: this.summary.length, ...fields };
  }
}

function encryptedContent(seal: Seal): string {
  return seal.by === 'openai' && seal.encrypted !== undefined ? seal.encrypted : sealedText({ seal });
}
