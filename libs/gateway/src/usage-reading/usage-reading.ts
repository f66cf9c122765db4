import type { Usage } from '@onegate/models';
import type { NanoUsd } from '@onegate/platform';
import type { SseFrame } from '../sse/sse-frame.js';
import type { JsonObject } from '../translation/wire.js';
import type { OutputTally } from './output-tally.js';

/** The protocols whose answers pass as they are, and whose usage is read in passing. */
export type ReadProtocol =
  | 'openai-chat'
  | 'openai-completions'
  | 'openai-responses'
  | 'openai-embeddings'
  | 'openai-images'
  | 'openai-image-edits'
  | 'openai-speech'
  | 'openai-transcriptions'
  | 'openai-audio-translations'
  | 'openai-moderations'
  | 'rerank'
  | 'anthropic-messages';

/** What an answer, or as much of it as came, says of itself. */
export interface UsageReading {
  /** In our kinds, as its provider told; `null` where it told nothing. */
  readonly usage: Usage | null;
  /** Whether that covers the whole answer: a stream may tell of the prompt first, and be cut off before the rest. */
  readonly isUsageFinal: boolean;
  /** What the provider says that it cost. */
  readonly reportedCostNano: NanoUsd | null;
  /** The answer's id, by which its client knows it. */
  readonly generationId: string | null;
  /** The model that answered, as its provider calls it. */
  readonly model: string | null;
  /** In the provider's own word. */
  readonly finishReason: string | null;
  readonly serviceTier: string | null;
  /** It came to its proper end. */
  readonly sawTerminal: boolean;
  /** It says that something failed. */
  readonly sawError: boolean;
  /** How many pictures have been begun, in streams of them. */
  readonly pictures: number;
  /** The text that came, for where it must be counted. */
  readonly output: OutputTally;
}

/** Reads one answer: frame by frame, or whole. */
export interface UsageReader {
  see(frame: SseFrame): void;
  readWhole(answer: JsonObject): void;
  /** All that was read until now; a stream may have ended anywhere. */
  result(): UsageReading;
}
