import type {
  LanguageModelV4Citation,
  LanguageModelV4Source,
  SharedV4ProviderMetadata,
} from '@ai-sdk/provider';
import type { Seal } from '../neutral/hints.js';
import { mergedSeal, sealOf } from '../neutral/seal-of.js';
import type { JsonObject } from '../wire.js';
import type { BlockSequence } from './block-sequence.js';
import { messageCitations, sourceCitation } from './message-citations.js';
import type { MessageEvent } from './message-event.js';
import { sealNote } from './tool-blocks.js';

/** What is said aloud. A block begins with its first word, because empty ones are refused when they are sent back. */
export class TextBlocks {
  private text = '';
  private seal: Seal | undefined;
  private sources: LanguageModelV4Source[] = [];

  constructor(private readonly blocks: BlockSequence) {}

  start(metadata: SharedV4ProviderMetadata | undefined): void {
    this.text = '';
    this.seal = sealOf(metadata);
  }

  delta(text: string, metadata: SharedV4ProviderMetadata | undefined): MessageEvent[] {
    this.seal = mergedSeal(this.seal, sealOf(metadata));
    if (text === '') return [];
    this.text += text;
    const opened = this.blocks.isOpen ? [] : this.blocks.start({ type: 'text', text: '', citations: null });
    return [...opened, ...this.blocks.delta({ type: 'text_delta', text })];
  }

  /** A source that the provider ties to no passage: it is named under the text. */
  source(source: LanguageModelV4Source): void {
    this.sources.push(source);
  }

  end(
    citations: readonly LanguageModelV4Citation[],
    metadata: SharedV4ProviderMetadata | undefined,
  ): MessageEvent[] {
    const seal = mergedSeal(this.seal, sealOf(metadata));
    const cited = this.blocks.isOpen ? this.cited(citations) : [];
    const deltas = cited.flatMap((citation) => this.blocks.delta({ type: 'citations_delta', citation }));
    return [...deltas, ...this.blocks.stop(), ...sealNote(this.blocks, seal, 'text')];
  }

  private cited(citations: readonly LanguageModelV4Citation[]): JsonObject[] {
    const sources = this.sources;
    this.sources = [];
    if (citations.length > 0) return messageCitations(citations, this.text);
    return sources.flatMap((source) => sourceCitation(source, ''));
  }
}
