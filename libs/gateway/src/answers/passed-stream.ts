import type { Usage } from '@onegate/models';
import { jsonOrNothing, type Failure } from '@onegate/platform';
import type { BrokenAnswer, ClientProtocol, CutAnswer } from '../protocols/client-protocol.js';
import { SseFrames } from '../sse/sse-frames.js';
import type { JsonObject } from '../translation/wire.js';
import { answerInterrupted } from '../translation/neutral/answer.errors.js';
import { troubleOfThrown } from '../upstream/trouble.js';
import { completeUsage, tokensSaid, type CompleteUsage } from '../usage-reading/complete-usage.js';
import { usageReader } from '../usage-reading/usage-readers.js';
import type { AnswerCut, AnswerEnd } from './begun-answer.js';
import { OpenBlock } from './open-block.js';
import { SaidItems } from './said-items.js';
import { withoutUsageFrames } from './usage-frames.js';
import { endsEvent, WholeFrames } from './whole-frames.js';

export interface PassedStreamOptions {
  readonly protocol: ClientProtocol;
  readonly requestId: string;
  readonly requestBody: JsonObject;
  /** What all of the answer uses that is not text. */
  readonly others: Usage | undefined;
  /** The client did not ask for the usage; we did, to know it. */
  readonly hidesUsage: boolean;
  /** Aborted with a `Failure` for a time-out, with anything else when nobody listens any more. */
  readonly signal: AbortSignal;
}

/** A provider's stream on its way to the client: the bytes as they came, looked at in passing. */
export class PassedStream {
  private readonly frames = new WholeFrames();
  private readonly reader;
  private readonly sse;
  private readonly open = new OpenBlock();
  private readonly items = new SaidItems();
  private eventsSeen = 0;
  private first: JsonObject | null = null;
  private failure: Failure | null = null;
  private isBetweenEvents = true;
  private isComplete = false;
  /** The data of an error that the provider sent before anything else. */
  firstError: JsonObject | null = null;

  constructor(
    private readonly source: AsyncIterator<Buffer>,
    private readonly options: PassedStreamOptions,
  ) {
    this.reader = usageReader(options.protocol.name);
    this.sse = new SseFrames((frame) => {
      this.reader.see(frame);
      this.open.see(frame);
      if (options.protocol.name === 'openai-responses') this.items.see(frame);
      if (this.eventsSeen === 0) this.first = objectIn(frame.data);
      if (this.eventsSeen === 0 && this.reader.result().sawError) this.firstError = this.first;
      this.eventsSeen += 1;
    });
  }

  /** The next complete events; `null` at the end. Fails as the provider's connection does. */
  async read(): Promise<Buffer | null> {
    for (;;) {
      const { value, done } = await this.source.next();
      const whole = done ? this.frames.rest() : this.frames.push(value);
      if (whole !== null) return this.passed(whole);
      if (done) return null;
    }
  }

  /** Everything up to the first event, or into one that is long: comments alone do not say whether there will be an answer. */
  async begin(): Promise<Buffer | null> {
    const pieces: Buffer[] = [];
    while (this.eventsSeen === 0 && this.isBetweenEvents) {
      const piece = await this.read();
      if (piece === null) break;
      pieces.push(piece);
    }
    return pieces.length === 0 ? null : Buffer.concat(pieces);
  }

  /** The events from here on, whatever happens; the last of them tell it. */
  async *pieces(first: Buffer | null): AsyncGenerator<Buffer | string> {
    let piece = first;
    try {
      while (piece !== null) {
        if (piece.length > 0) yield piece;
        piece = await this.read();
      }
      this.sse.end();
      const { sawTerminal, sawError } = this.reader.result();
      if (!sawTerminal && !sawError) throw answerInterrupted();
      // The provider has told its client itself.
      if (sawError) this.failure = answerInterrupted();
      this.isComplete = !sawError;
    } catch (thrown) {
      this.failure = this.failureOf(thrown);
      yield (this.isBetweenEvents ? '' : '\n\n') + this.broken(this.failure);
    } finally {
      await this.source.return?.();
    }
  }

  async end(): Promise<AnswerEnd> {
    const reading = this.reader.result();
    const { usage, source } = await this.used();
    return {
      usage,
      countSource: source,
      reportedCostNano: reading.reportedCostNano,
      generationId: reading.generationId,
      finishReason: reading.finishReason,
      // What the provider tells as an error in mid-stream has passed on as it came, and is a failure all the same.
      failure: this.failure ?? (reading.sawError ? answerInterrupted() : null),
    };
  }

  get cut(): AnswerCut | null {
    const { protocol } = this.options;
    if (!protocol.cutOff) return null;
    return {
      said: () => {
        const { output, sawTerminal, sawError } = this.reader.result();
        return sawTerminal || sawError ? 0 : output.bytes;
      },
      tokens: () => tokensSaid(this.reader.result()),
      ending: async () => {
        const { usage } = await this.used();
        const answer = { ...this.known, ...this.toClose, usage, tellsUsage: !this.options.hidesUsage };
        return (this.isBetweenEvents ? '' : '\n\n') + (protocol.cutOff?.(answer) ?? '');
      },
    };
  }

  private used(): Promise<CompleteUsage> {
    const { protocol, requestBody } = this.options;
    return completeUsage(this.reader.result(), protocol.name, requestBody, this.others);
  }

  /** Sound is heard as a whole before anything is said of it; of pictures those are paid that have been begun. */
  private get others(): Usage {
    const { others = {} } = this.options;
    if (this.firstError !== null) return {};
    if (others.image === undefined || this.isComplete) return others;
    return { ...others, image: Math.min(Number(others.image), this.reader.result().pictures) };
  }

  private passed(whole: Buffer): Buffer {
    this.sse.push(whole);
    this.isBetweenEvents = endsEvent(whole);
    return this.options.hidesUsage ? withoutUsageFrames(whole) : whole;
  }

  /** Too slow, or gone: some of the answer was given, so that it cannot be said that there was none. */
  private failureOf(thrown: unknown): Failure {
    const { signal } = this.options;
    const { outcome, failure } = troubleOfThrown(signal.aborted ? signal.reason : thrown);
    return outcome === 'timed_out' ? failure : answerInterrupted({ cause: thrown });
  }

  private broken(failure: Failure): string {
    return this.options.protocol.broken(failure, this.known);
  }

  private get toClose(): Pick<CutAnswer, 'openBlock' | 'items'> {
    return { openBlock: this.open.index, items: this.items.all };
  }

  private get known(): BrokenAnswer {
    return { requestId: this.options.requestId, first: this.first, eventsSeen: this.eventsSeen };
  }
}

function objectIn(data: Buffer): JsonObject | null {
  const value = jsonOrNothing(data.toString());
  return typeof value === 'object' && value !== null ? (value as JsonObject) : null;
}
