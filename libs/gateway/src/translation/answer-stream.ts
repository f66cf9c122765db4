import type { LanguageModelV4StreamPart, LanguageModelV4Usage } from '@ai-sdk/provider';
import { Failure } from '@onegate/platform';
import type { AnswerReport, ReportNotes } from './answer-report.js';
import { answerInterrupted } from './neutral/answer.errors.js';
import { HeldCalls } from './neutral/held-calls.js';
import { upstreamFailure, type UpstreamFailure } from './providers/upstream-failure.js';
import { OpenParts } from './open-parts.js';
import { UsageAtEnd } from './usage/usage-at-end.js';
import type { StreamWriter } from './wire.js';

type Reader = ReadableStreamDefaultReader<LanguageModelV4StreamPart>;

/** The tokens of an answer by our own count. */
export interface OwnCounts {
  readonly input: number;
  readonly output: number;
}

interface Streaming {
  readonly reader: Reader;
  readonly writer: StreamWriter;
  readonly notes: ReportNotes;
  readonly signal: AbortSignal;
  /** By name. */
  readonly clientTools: ReadonlySet<string>;
  readonly onReport: (report: AnswerReport) => void;
}

/**
 * The events of an answer, one piece of text at a time. Nothing is read from the provider before someone asks for more,
 * so a slow client slows the provider down. It reports once: at the end, or when the client goes.
 */
export class AnswerStream implements AsyncIterableIterator<string> {
  private state: 'open' | 'ending' | 'over' = 'open';
  private hasFailed = false;
  private hasFinished = false;
  private isReported = false;
  private readonly open = new OpenParts();
  private readonly usage = new UsageAtEnd();
  private readonly calls: HeldCalls;

  constructor(
    private readonly streaming: Streaming,
    private readonly first: LanguageModelV4StreamPart[],
  ) {
    this.calls = new HeldCalls(streaming.clientTools);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<string>> {
    while (this.state === 'open') {
      const text = await this.step();
      if (text !== '') return { value: text, done: false };
    }
    if (this.state === 'over') return { value: undefined, done: true };
    this.state = 'over';
    this.report();
    return { value: this.streaming.writer.end(), done: false };
  }

  /** How many letters it has said, unless it has come to its end. */
  get said(): number {
    return this.hasFinished || this.hasFailed ? 0 : this.streaming.notes.spoken;
  }

  /** The events that end it here because it is as long as it may be. */
  cut(counts: OwnCounts): string {
    this.state = 'over';
    const { writer } = this.streaming;
    const ends = this.open.ends().map((part) => writer.part(part));
    const finish = writer.part({
      type: 'finish',
      finishReason: { unified: 'length', raw: 'length' },
      usage: usageOf(counts),
    });
    return [...ends, finish, writer.end()].join('');
  }

  /** The client went away. */
  async return(): Promise<IteratorResult<string>> {
    this.state = 'over';
    this.report();
    await this.streaming.reader.cancel().catch(() => undefined);
    return { value: undefined, done: true };
  }

  private async step(): Promise<string> {
    try {
      const part = this.first.shift() ?? (await this.streaming.reader.read()).value;
      return part ? this.write(part) : this.ended();
    } catch (error) {
      return this.broken(error);
    }
  }

  private write(told: LanguageModelV4StreamPart): string {
    if (told.type === 'error') return this.fail(upstreamFailure(told.error));
    const part = this.usage.complete(told);
    this.streaming.notes.part(part);
    if (part.type === 'finish') this.hasFinished = true;
    // After a failure only the usage is of interest.
    if (this.hasFailed) return '';
    return this.calls
      .take(part)
      .map((next) => this.pass(next))
      .join('');
  }

  private pass(part: LanguageModelV4StreamPart): string {
    this.open.see(part);
    return part.type === 'finish' ? this.finish(part) : this.streaming.writer.part(part);
  }

  private finish(part: Extract<LanguageModelV4StreamPart, { type: 'finish' }>): string {
    const { unified } = part.finishReason;
    return unified === 'error' || unified === 'interrupted'
      ? this.fail(interrupted())
      : this.streaming.writer.part(part);
  }

  private ended(): string {
    this.state = 'ending';
    return this.hasFinished || this.hasFailed ? '' : this.fail(interrupted());
  }

  /** By the provider, by a time-out, or because nobody listens any more: then there is nobody to tell. */
  private broken(error: unknown): string {
    const { signal } = this.streaming;
    this.state = 'ending';
    if (!signal.aborted) return this.fail(upstreamFailure(error));
    if (signal.reason instanceof Failure) return this.fail(upstreamFailure(signal.reason));
    this.state = 'over';
    this.report();
    return '';
  }

  private fail({ failure, status }: UpstreamFailure): string {
    if (this.hasFailed) return '';
    this.hasFailed = true;
    this.streaming.notes.failed(failure, status);
    return this.streaming.writer.fail(failure);
  }

  private report(): void {
    if (this.isReported) return;
    this.isReported = true;
    this.streaming.onReport(this.streaming.notes.report());
  }
}

/** Our counts, as if the provider had told them. */
function usageOf({ input, output }: OwnCounts): LanguageModelV4Usage {
  return {
    inputTokens: { total: input, noCache: input, cacheRead: undefined, cacheWrite: undefined },
    outputTokens: { total: output, text: output, reasoning: undefined },
  };
}

function interrupted(): UpstreamFailure {
  return { failure: answerInterrupted(), status: null, outcome: 'server_error' };
}
