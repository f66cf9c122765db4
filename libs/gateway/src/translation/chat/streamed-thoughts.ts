import type { LanguageModelV4StreamPart, SharedV4ProviderMetadata } from '@ai-sdk/provider';
import type { AnswerFacts, JsonObject } from '../wire.js';
import { reasoningDetail } from './reasoning-details.js';
import { hidesThoughts } from './wishes.js';

type ThoughtPart = Extract<
  LanguageModelV4StreamPart,
  { type: 'reasoning-start' | 'reasoning-delta' | 'reasoning-end' }
>;

/** The thoughts of a stream: their text as DeepSeek and OpenRouter name it, and what the provider wants back with them. */
export class StreamedThoughts {
  private readonly indexes = new Map<string, number>();
  private count = 0;
  private lastSeal = '';

  private readonly isHidden: boolean;

  constructor(private readonly facts: AnswerFacts) {
    this.isHidden = hidesThoughts(facts);
  }

  part(part: ThoughtPart): JsonObject[] {
    if (this.isHidden) return [];
    if (part.type === 'reasoning-start') this.indexes.set(part.id, this.count++);
    const index = this.indexes.get(part.id) ?? 0;
    if (part.type === 'reasoning-end') this.indexes.delete(part.id);
    const text = part.type === 'reasoning-delta' ? part.delta : '';
    const detail = reasoningDetail(index, text, {
      metadata: this.fresh(index, part.providerMetadata),
      thinker: this.facts.thinker,
    });
    if (!detail) return [];
    const words = text === '' ? {} : { reasoning_content: text, reasoning: text };
    return [{ ...words, reasoning_details: [detail] }];
  }

  /** Packages repeat a seal at the end of the thought that it was told with: it is said once. */
  private fresh(
    index: number,
    metadata: SharedV4ProviderMetadata | undefined,
  ): SharedV4ProviderMetadata | undefined {
    if (!metadata) return undefined;
    const seal = `${index} ${JSON.stringify(metadata)}`;
    if (seal === this.lastSeal) return undefined;
    this.lastSeal = seal;
    return metadata;
  }
}
