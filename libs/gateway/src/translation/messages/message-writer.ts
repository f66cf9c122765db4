import type { LanguageModelV4StreamPart } from '@ai-sdk/provider';
import { renderFailure, type Failure } from '@onegate/platform';
import { answerInterrupted } from '../neutral/answer.errors.js';
import {
  isCallPart,
  isTextPart,
  isThoughtPart,
  type CallPart,
  type FinishPart,
  type TextPart,
  type ThoughtPart,
} from '../neutral/part-kinds.js';
import { SerialParts } from '../neutral/serial-parts.js';
import type { AnswerFacts } from '../wire.js';
import { BlockSequence } from './block-sequence.js';
import type { MessageEvent } from './message-event.js';
import { closingUsage, messageUsage, openingUsage } from './message-usage.js';
import { SearchBlocks } from './search-blocks.js';
import { messageEnding } from './stop-reason.js';
import { TextBlocks } from './text-blocks.js';
import { ThinkingBlocks } from './thinking-blocks.js';
import { ToolBlocks } from './tool-blocks.js';

type Part = LanguageModelV4StreamPart;

/** The events of one message, from the parts of an answer. */
export class MessageWriter {
  private readonly order = new SerialParts();
  private readonly blocks = new BlockSequence();
  private readonly text = new TextBlocks(this.blocks);
  private readonly thinking = new ThinkingBlocks(this.blocks);
  private readonly tools = new ToolBlocks(this.blocks);
  private readonly searches = new SearchBlocks(this.blocks);
  private readonly onServer = new Set<string>();
  private usageAtStart: unknown;
  private started = false;
  private ended = false;

  constructor(private readonly facts: AnswerFacts) {}

  part(part: Part): MessageEvent[] {
    if (this.ended) return [];
    return this.order.take(part).flatMap((next) => this.write(next));
  }

  /** Anthropic's clients raise the error, whatever came before. */
  fail(failure: Failure): MessageEvent[] {
    if (this.ended) return [];
    this.ended = true;
    const asked = { method: 'POST', path: '/v1/messages', requestId: this.facts.id };
    const { error } = renderFailure(failure, 'anthropic', asked).body;
    return [{ type: 'error', error, request_id: null }];
  }

  end(): MessageEvent[] {
    return this.fail(answerInterrupted());
  }

  private write(part: Part): MessageEvent[] {
    if (part.type === 'finish') return this.finish(part);
    const events = this.content(part);
    return events.length > 0 ? [...this.start(), ...events] : events;
  }

  private content(part: Part): MessageEvent[] {
    if (isTextPart(part)) return this.said(part);
    if (isThoughtPart(part)) return this.thought(part);
    if (isCallPart(part)) return this.called(part);
    return part.type === 'tool-result' ? this.searches.result(part) : this.noted(part);
  }

  private said(part: TextPart): MessageEvent[] {
    if (part.type === 'text-delta') return this.text.delta(part.delta, part.providerMetadata);
    if (part.type === 'text-end') return this.text.end(part.citations ?? [], part.providerMetadata);
    this.text.start(part.providerMetadata);
    return [];
  }

  private thought(part: ThoughtPart): MessageEvent[] {
    if (part.type === 'reasoning-delta') return this.thinking.delta(part.delta, part.providerMetadata);
    if (part.type === 'reasoning-end') return this.thinking.end(part.providerMetadata);
    this.thinking.start(part.providerMetadata);
    return [];
  }

  private called(part: CallPart): MessageEvent[] {
    if (part.type === 'tool-call')
      return part.providerExecuted ? this.searches.call(part) : this.tools.call(part);
    if (part.type === 'tool-input-start' && part.providerExecuted) this.onServer.add(part.id);
    if (this.onServer.has(part.id)) return [];
    if (part.type === 'tool-input-start') return this.tools.start(part.id, part.toolName);
    return part.type === 'tool-input-delta' ? this.tools.delta(part.delta) : [];
  }

  private noted(part: Part): MessageEvent[] {
    if (part.type === 'source' && !this.searches.showedPages) this.text.source(part);
    if (part.type === 'custom' && part.kind === 'anthropic.message_start')
      this.usageAtStart = part.providerMetadata?.['anthropic']?.['usage'];
    return [];
  }

  private start(): MessageEvent[] {
    if (this.started) return [];
    this.started = true;
    const { id, model } = this.facts;
    const ending = { stop_reason: null, stop_sequence: null, stop_details: null, container: null };
    const usage = openingUsage(this.usageAtStart);
    const message = { id, type: 'message', role: 'assistant', model, content: [], ...ending, usage };
    return [{ type: 'message_start', message }];
  }

  private finish(part: FinishPart): MessageEvent[] {
    const { unified } = part.finishReason;
    if (unified === 'error' || unified === 'interrupted') return this.fail(answerInterrupted());
    this.ended = true;
    const delta = messageEnding(part, this.tools.called);
    const usage = closingUsage(messageUsage(part.usage, this.searches.count));
    const late = this.blocks.stop();
    return [...this.start(), ...late, { type: 'message_delta', delta, usage }, { type: 'message_stop' }];
  }
}
