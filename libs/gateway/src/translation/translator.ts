import type {
  LanguageModelV4CallOptions,
  LanguageModelV4GenerateResult,
  LanguageModelV4StreamPart,
} from '@ai-sdk/provider';
import { leftOut, ReportNotes, type AnswerReport } from './answer-report.js';
import { AnswerStream } from './answer-stream.js';
import { AttachedFiles, type FileLoader } from './attached/attached-files.js';
import { answerInterrupted } from './neutral/answer.errors.js';
import type { ProviderModel } from './providers/provider-models.js';
import { upstreamFailure, type UpstreamFailure } from './providers/upstream-failure.js';
import type { AnswerFacts, JsonObject, TranslatedAsk, Wire } from './wire.js';

/** One call of a client, in the protocol of his, to a model that speaks another. */
export interface Translation {
  readonly wire: Wire;
  readonly target: ProviderModel;
  readonly ask: TranslatedAsk;
  readonly facts: AnswerFacts;
  readonly files: FileLoader;
  /** Aborted with a `Failure` as its reason for a time-out, with anything else when the client is gone. */
  readonly signal: AbortSignal;
  /** Called once, when the answer is complete, has failed or is not wanted any more. */
  readonly onReport: (report: AnswerReport) => void;
}

export interface WholeAnswer {
  readonly body: JsonObject;
  /** Fields of the request that were left out, for `x-onegate-dropped`. */
  readonly dropped: readonly string[];
}

export interface StreamedAnswer {
  /** Server-sent events, ready to be sent. */
  readonly events: AnswerStream;
  readonly dropped: readonly string[];
}

/** A call that failed before a byte of its answer was there: another route may be tried. */
export class UpstreamRefusal extends Error {
  constructor(readonly upstream: UpstreamFailure) {
    super(upstream.failure.message, { cause: upstream.failure });
    this.name = 'UpstreamRefusal';
  }
}

/** Asks the model and writes its whole answer. Fails with {@link UpstreamRefusal}. */
export async function wholeAnswer(translation: Translation): Promise<WholeAnswer> {
  const { wire, target, facts, onReport } = translation;
  const notes = new ReportNotes(target);
  try {
    const { options, dropped } = await prepared(translation);
    const result = await target.model.doGenerate(options);
    notes.whole(result);
    refuseBroken(result);
    return {
      body: wire.write(result, { ...facts, thinker: target.thinker }),
      dropped: [...dropped, ...leftOut(result.warnings)],
    };
  } catch (error) {
    throw refusal(error, notes);
  } finally {
    onReport(notes.report());
  }
}

/**
 * Asks the model and writes its answer as a stream. Waits for the first part that says something, so that a call which
 * fails at once fails here, with {@link UpstreamRefusal}, and another route may be tried.
 */
export async function streamedAnswer(translation: Translation): Promise<StreamedAnswer> {
  const { wire, target, facts, signal, onReport } = translation;
  const notes = new ReportNotes(target);
  try {
    const { options, dropped } = await prepared(translation);
    const { stream } = await target.model.doStream(options);
    const reader = stream.getReader();
    const { parts, warned } = await opening(reader);
    const writer = wire.stream({ ...facts, thinker: target.thinker });
    const clientTools = namesOfTools(options);
    const events = new AnswerStream({ reader, writer, notes, signal, clientTools, onReport }, parts);
    return { events, dropped: [...dropped, ...warned] };
  } catch (error) {
    const refused = refusal(error, notes);
    onReport(notes.report());
    throw refused;
  }
}

function namesOfTools({ tools = [] }: LanguageModelV4CallOptions): ReadonlySet<string> {
  return new Set(tools.flatMap((tool) => (tool.type === 'function' ? [tool.name] : [])));
}

interface PreparedAsk {
  readonly options: LanguageModelV4CallOptions;
  readonly dropped: readonly string[];
}

async function prepared({ ask, target, files, signal }: Translation): Promise<PreparedAsk> {
  const known = await target.model.supportedUrls;
  const prompt = await new AttachedFiles(files, known, signal).inside(ask.options.prompt);
  const { options, dropped } = target.prepare({ ...ask.options, prompt });
  return {
    options: { ...options, abortSignal: signal },
    dropped: [...ask.dropped, ...dropped],
  };
}

/** Says nothing to a client yet. */
const silent: ReadonlySet<LanguageModelV4StreamPart['type']> = new Set([
  'stream-start',
  'response-metadata',
  'raw',
  'ping',
]);

interface Opening {
  readonly parts: LanguageModelV4StreamPart[];
  readonly warned: readonly string[];
}

async function opening(reader: ReadableStreamDefaultReader<LanguageModelV4StreamPart>): Promise<Opening> {
  const parts: LanguageModelV4StreamPart[] = [];
  const warned: string[] = [];
  for (;;) {
    const { value: part } = await reader.read();
    if (!part) return { parts, warned };
    if (part.type === 'error') {
      await reader.cancel().catch(() => undefined);
      throw part.error;
    }
    if (part.type === 'stream-start') warned.push(...leftOut(part.warnings));
    if (part.type !== 'ping' && part.type !== 'raw') parts.push(part);
    if (!silent.has(part.type)) return { parts, warned };
  }
}

function refuseBroken({ finishReason: { unified } }: LanguageModelV4GenerateResult): void {
  if (unified === 'error' || unified === 'interrupted') throw answerInterrupted();
}

function refusal(error: unknown, notes: ReportNotes): UpstreamRefusal {
  const upstream = upstreamFailure(error);
  notes.failed(upstream.failure, upstream.status);
  return new UpstreamRefusal(upstream);
}
