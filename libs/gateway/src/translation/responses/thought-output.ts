import type { SharedV4ProviderMetadata } from '@ai-sdk/provider';
import type { Seal } from '../neutral/hints.js';
import type { ThoughtPart } from '../neutral/part-kinds.js';
import { isSigned, mergedSeal, sealOf } from '../neutral/seal-of.js';
import type { OutputList } from './output-list.js';
import { ReasoningItem } from './reasoning-item.js';
import type { ResponseEvent } from './response-event.js';

/** The thoughts of an answer. */
export class ThoughtOutput {
  private readonly telling = new Map<string, ReasoningItem>();
  private readonly seals = new Map<string, Seal | undefined>();

  constructor(private readonly output: OutputList) {}

  part(part: ThoughtPart): ResponseEvent[] {
    this.learn(part.id, part.providerMetadata);
    if (part.type === 'reasoning-delta') return part.delta === '' ? [] : this.tell(part.id, part.delta);
    return part.type === 'reasoning-end' ? this.end(part.id) : [];
  }

  private learn(id: string, metadata: SharedV4ProviderMetadata | undefined): void {
    const seal = mergedSeal(this.seals.get(id), sealOf(metadata));
    this.seals.set(id, seal);
    this.telling.get(id)?.learn(seal);
  }

  private tell(id: string, text: string): ResponseEvent[] {
    const current = this.telling.get(id);
    if (current) return current.delta(text);
    const { item, events } = this.item(id);
    return [...events, ...item.delta(text)];
  }

  /** A thought that nobody can read is one all the same, if its provider wants it back. */
  private end(id: string): ResponseEvent[] {
    const hidden = !this.telling.has(id) && isSigned(this.seals.get(id)) ? this.item(id) : undefined;
    const item = hidden?.item ?? this.telling.get(id);
    this.telling.delete(id);
    this.seals.delete(id);
    if (!item) return [];
    return [...(hidden?.events ?? []), ...item.endText(), ...this.output.settle(item)];
  }

  private item(id: string): { item: ReasoningItem; events: ResponseEvent[] } {
    const seal = this.seals.get(id);
    const { tail } = this.output;
    if (tail instanceof ReasoningItem && tail.isIdle && !tail.isClosed && tail.isOf(seal)) {
      tail.learn(seal);
      return { item: this.told(id, tail), events: [] };
    }
    const { place, before } = this.output.next('rs', seal?.by === 'openai' ? seal.id : undefined);
    const item = this.told(id, new ReasoningItem(place, seal));
    this.output.add(item);
    return { item, events: [...before, item.added()] };
  }

  private told(id: string, item: ReasoningItem): ReasoningItem {
    item.telling = id;
    this.telling.set(id, item);
    return item;
  }
}
