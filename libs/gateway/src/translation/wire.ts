import type {
  LanguageModelV4CallOptions,
  LanguageModelV4GenerateResult,
  LanguageModelV4StreamPart,
} from '@ai-sdk/provider';
import type { Usage } from '@onegate/models';
import type { Failure } from '@onegate/platform';
import type { SealMaker } from './neutral/hints.js';

/** The protocols of clients that can be translated into each other and into those of providers. */
export type TranslatedProtocol =
  'openai-chat' | 'openai-completions' | 'openai-responses' | 'anthropic-messages';

export type JsonObject = Readonly<Record<string, unknown>>;

/** What a client asks for, in terms that every provider's package understands. */
export interface TranslatedAsk {
  readonly options: LanguageModelV4CallOptions;
  /** Fields that were left out by a rule of `docs/translation.md`, for the answer's `x-onegate-dropped` header. */
  readonly dropped: readonly string[];
}

/** What an answer says of itself besides its content. */
export interface AnswerFacts {
  /** In the form of the protocol: `chatcmpl-…`, `resp_…`, `msg_…`. */
  readonly id: string;
  /** The model as the client named it. */
  readonly model: string;
  readonly createdAt: Date;
  /** The request as the client sent it: some protocols repeat parts of it in the answer. */
  readonly body: JsonObject;
  /** Who thinks in it, where that is known before anything is signed. */
  readonly thinker?: SealMaker | undefined;
}

/** Writes the parts of one answer as the server-sent events of a protocol; keeps what it needs between them. */
export interface StreamWriter {
  /** The events for one part, ready to be sent; empty where it says nothing. */
  part(part: LanguageModelV4StreamPart): string;
  /** The provider failed in mid-stream: the events by which the client's SDK raises it, and that end the stream. */
  fail(failure: Failure): string;
  /** Whatever ends the stream and was not written yet. Called once, after the last part or failure. */
  end(): string;
}

/** One protocol of clients: how its requests are read, and its answers written. */
export interface Wire {
  readonly protocol: TranslatedProtocol;
  /** Fails with `gateway.not_translatable` (400, naming the field) for what may not be dropped silently. */
  read(body: JsonObject): TranslatedAsk;
  write(result: LanguageModelV4GenerateResult, facts: AnswerFacts): JsonObject;
  stream(facts: AnswerFacts): StreamWriter;
}

/** The token counts of an answer in our kinds, which do not overlap. */
export type ReadUsage = (usage: LanguageModelV4GenerateResult['usage']) => Usage;
