import {
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type Histogram,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import type { AskedFacts, CallTrace, CallTraceEnd, TryFacts } from './call-trace.js';
import { genAi } from './gen-ai-names.js';

type Instrument = 'tries' | 'tokens' | 'calls' | 'firstToken';

export interface SpanSources {
  readonly tracer: Tracer;
  readonly histograms: Readonly<Record<Instrument, Histogram>>;
  /** Headers that lead from a span on; none where providers are not to know. */
  readonly headersFor: (where: Context) => Record<string, string>;
}

interface Try {
  readonly span: Span;
  readonly startedAt: number;
  readonly attributes: Attributes;
}

/** A call as spans: one of the server, with a child for each part and for each try at a provider. */
export class SpannedCall implements CallTrace {
  private readonly startedAt = performance.now();
  private readonly where: Context;
  private facts: Attributes = {};
  private current: Try | null = null;

  constructor(
    private readonly sources: SpanSources,
    private readonly span: Span,
    parent: Context,
  ) {
    this.where = trace.setSpan(parent, span);
  }

  asked({ eventId, operation, model, isStream, maxOutputTokens }: AskedFacts): void {
    this.facts = { [genAi.operation]: operation, [genAi.requestModel]: model };
    this.span.updateName(`${operation} ${model}`);
    this.span.setAttributes({
      ...this.facts,
      ...(isStream && { [genAi.requestStream]: true }),
      ...(maxOutputTokens !== null && { [genAi.requestMaxTokens]: maxOutputTokens }),
      'onegate.event.id': eventId,
    });
  }

  async part<T>(name: string, work: () => Promise<T>): Promise<T> {
    const span = this.sources.tracer.startSpan(name, { kind: SpanKind.INTERNAL }, this.where);
    try {
      return await work();
    } catch (thrown) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw thrown;
    } finally {
      span.end();
    }
  }

  tried({ provider, model, baseUrl }: TryFacts): void {
    const attributes = {
      ...this.facts,
      [genAi.provider]: provider,
      [genAi.requestModel]: model,
      [genAi.serverAddress]: hostOf(baseUrl),
    };
    const name = `${String(this.facts[genAi.operation])} ${model}`;
    const span = this.sources.tracer.startSpan(name, { kind: SpanKind.CLIENT, attributes }, this.where);
    this.current = { span, attributes, startedAt: performance.now() };
  }

  tryFailed(error: string): void {
    this.endTry(error, {});
  }

  headersUp(): Record<string, string> {
    const span = this.current?.span ?? this.span;
    return this.sources.headersFor(trace.setSpan(this.where, span));
  }

  failed(error: string): void {
    this.endTry(error, {});
    this.endCall(error, this.facts);
  }

  ended(end: CallTraceEnd): void {
    const { provider } = this;
    const facts = { ...this.facts, ...provider, [genAi.responseModel]: end.model };
    const told = toldBy(end);
    this.sources.histograms.tokens.record(end.tokens.prompt, { ...facts, [genAi.tokenType]: 'input' });
    this.sources.histograms.tokens.record(end.tokens.completion, { ...facts, [genAi.tokenType]: 'output' });
    if (end.firstTokenMs !== null) this.sources.histograms.firstToken.record(end.firstTokenMs / 1_000, facts);
    this.endTry(end.error, told);
    this.span.setAttributes({ ...provider, ...told, 'onegate.status': end.status });
    this.endCall(end.error, facts);
  }

  private get provider(): Attributes {
    return { [genAi.provider]: this.current?.attributes[genAi.provider] };
  }

  private endTry(error: string | null, told: Attributes): void {
    if (!this.current) return;
    const { span, attributes, startedAt } = this.current;
    this.current = null;
    span.setAttributes(told);
    const failure = markFailed(span, error);
    this.sources.histograms.tries.record((performance.now() - startedAt) / 1_000, {
      ...attributes,
      ...failure,
    });
    span.end();
  }

  private endCall(error: string | null, facts: Attributes): void {
    const failure = markFailed(this.span, error);
    const seconds = (performance.now() - this.startedAt) / 1_000;
    this.sources.histograms.calls.record(seconds, { ...facts, ...failure });
    this.span.end();
  }
}

function toldBy({ model, responseId, finishReason, tokens, firstTokenMs }: CallTraceEnd): Attributes {
  return {
    [genAi.responseModel]: model,
    ...(responseId !== null && { [genAi.responseId]: responseId }),
    ...(finishReason !== null && { [genAi.finishReasons]: [finishReason] }),
    ...(firstTokenMs !== null && { [genAi.firstChunk]: firstTokenMs / 1_000 }),
    [genAi.inputTokens]: tokens.prompt,
    [genAi.outputTokens]: tokens.completion,
    ...(tokens.cached > 0 && { [genAi.cachedTokens]: tokens.cached }),
  };
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : '';
}

/** By its code: a sentence may quote what somebody sent. */
function markFailed(span: Span, error: string | null): Attributes {
  if (error === null) return {};
  span.setStatus({ code: SpanStatusCode.ERROR });
  span.setAttribute(genAi.errorType, error);
  return { [genAi.errorType]: error };
}
