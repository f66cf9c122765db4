import type { LanguageModelV4StreamPart } from '@ai-sdk/provider';
import type { Failure } from '@onegate/platform';
import type { AnswerFacts, JsonObject, StreamWriter } from '../wire.js';
import { Annotations } from './annotations.js';
import { chatUsage } from './chat-usage.js';
import { chatError } from './chat-error.js';
import { chatFinishReason } from './finish-reasons.js';
import { isSummary } from './summaries.js';
import { imageOf } from './images.js';
import { tokenProbabilities } from './logprobs.js';
import { refusalOf } from './refusal.js';
import { StreamedCalls } from './streamed-calls.js';
import { StreamedThoughts } from './streamed-thoughts.js';
import { wantsUsage } from './wishes.js';

type Part<Type extends LanguageModelV4StreamPart['type']> = Extract<
  LanguageModelV4StreamPart,
  { type: Type }
>;

type Writers = { readonly [Type in LanguageModelV4StreamPart['type']]?: (part: Part<Type>) => string };

/** Writes an answer as OpenAI's `chat.completion.chunk`s. Keeps numbers and names of what was said, not the text. */
export class ChatStream implements StreamWriter {
  private readonly head: string;
  private readonly calls = new StreamedCalls();
  private readonly thoughts: StreamedThoughts;
  private readonly sources = new Annotations();
  private hasSpoken = false;
  private isOver = false;
  private written = 0;
  private readonly textStarts = new Map<string, number>();

  /** Parts of other types say nothing here. */
  private readonly writers: Writers = {
    'text-start': (part) => this.start(part),
    'text-delta': (part) => this.text(part),
    'text-end': (part) => this.citations(part),
    'reasoning-start': (part) => this.deltas(this.thoughts.part(part)),
    'reasoning-delta': (part) => this.deltas(this.thoughts.part(part)),
    'reasoning-end': (part) => this.deltas(this.thoughts.part(part)),
    'tool-input-start': (part) => this.deltas(this.calls.part(part)),
    'tool-input-delta': (part) => this.deltas(this.calls.part(part)),
    'tool-call': (part) => this.deltas(this.calls.part(part)),
    file: (part) => this.deltas(imageOf(part).map((image) => ({ images: [image] }))),
    source: (part) => this.found(part),
    finish: (part) => (this.isOver ? '' : this.finish(part)),
  };

  constructor(private readonly facts: AnswerFacts) {
    const created = Math.floor(facts.createdAt.getTime() / 1_000);
    const head = { id: facts.id, object: 'chat.completion.chunk', created, model: facts.model };
    this.head = JSON.stringify(head).slice(0, -1);
    this.thoughts = new StreamedThoughts(facts);
  }

  part(part: LanguageModelV4StreamPart): string {
    const write = this.writers[part.type] as ((part: LanguageModelV4StreamPart) => string) | undefined;
    return write?.(part) ?? '';
  }

  fail(failure: Failure): string {
    this.isOver = true;
    const error = chatError(failure);
    const { code, message } = error;
    const choice = { index: 0, delta: { content: '' }, finish_reason: 'error', error: { code, message } };
    return this.chunk({ choices: [choice], error });
  }

  end(): string {
    return 'data: [DONE]\n\n';
  }

  private start({ id, providerMetadata }: Part<'text-start'>): string {
    if (!isSummary(providerMetadata)) this.textStarts.set(id, this.written);
    return '';
  }

  private text({ id, delta }: Part<'text-delta'>): string {
    if (delta === '' || !this.textStarts.has(id)) return '';
    this.written += delta.length;
    return this.deltas([{ content: delta }]);
  }

  private citations({ id, citations }: Part<'text-end'>): string {
    const start = this.textStarts.get(id) ?? 0;
    this.textStarts.delete(id);
    const annotations = this.sources.citing(citations ?? [], { start, end: this.written });
    return annotations.length > 0 ? this.deltas([{ annotations }]) : '';
  }

  private found(source: Part<'source'>): string {
    this.sources.find(source);
    return '';
  }

  private finish(part: Part<'finish'>): string {
    this.isOver = true;
    const annotations = this.sources.rest();
    const refusal = refusalOf(part);
    const last = [
      ...(annotations.length > 0 ? [{ annotations }] : []),
      ...(refusal === null ? [] : [{ refusal }]),
    ];
    const choice = {
      index: 0,
      delta: this.hasSpoken || last.length > 0 ? {} : firstDelta,
      logprobs: tokenProbabilities(part.providerMetadata),
      finish_reason: chatFinishReason(part.finishReason, this.calls.count > 0),
      native_finish_reason: part.finishReason.raw ?? null,
    };
    const usage = wantsUsage(this.facts) ? this.chunk({ choices: [], usage: chatUsage(part.usage) }) : '';
    return this.deltas(last) + this.chunk({ choices: [choice] }) + usage;
  }

  /** The first one says who speaks: clients refuse a stream that does not. */
  private deltas(deltas: readonly JsonObject[]): string {
    return deltas
      .map((delta) => {
        const said = this.hasSpoken ? delta : { ...firstDelta, ...delta };
        this.hasSpoken = true;
        return this.chunk({ choices: [{ index: 0, delta: said, logprobs: null, finish_reason: null }] });
      })
      .join('');
  }

  private chunk(fields: JsonObject): string {
    return `data: ${this.head},${JSON.stringify(fields).slice(1)}\n\n`;
  }
}

const firstDelta = { role: 'assistant', content: '' } as const;
