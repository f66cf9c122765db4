import { Injectable } from '@nestjs/common';
import type { RouteAttempt } from '../routes/route-attempt.js';
import { AttachmentLoader } from '../attachments/attachment-loader.service.js';
import { notTranslatable } from '../translation/translation.errors.js';
import { providerModel } from '../translation/providers/provider-models.js';
import type { AnswerReport } from '../translation/answer-report.js';
import type { AnswerStream, OwnCounts } from '../translation/answer-stream.js';
import type { AnswerFacts, Wire } from '../translation/wire.js';
import { streamedAnswer, UpstreamRefusal, wholeAnswer, type Translation } from '../translation/translator.js';
import { AccountFetch } from '../upstream/account-fetch.service.js';
import { troubleOfThrown } from '../upstream/trouble.js';
import { isBelievable } from '../usage-reading/believable-usage.js';
import { estimatePromptTokens } from '../usage-reading/estimate-prompt-tokens.js';
import { EmbeddingAnswers } from '../embeddings/embedding-answers.service.js';
import { answerId } from './answer-ids.js';
import { troubleOfUpstream } from './upstream-trouble.js';
import type { ProviderFetch } from '../translation/providers/provider-fetch.js';
import type { AnswerCut, AnswerEnd, BegunAnswer } from './begun-answer.js';
import type { StreamedAnswer, UpstreamHeaders, WholeAnswer } from './begun-answer.js';

type Unheard = Omit<WholeAnswer, 'upstreamHeaders'> | Omit<StreamedAnswer, 'upstreamHeaders'>;

/** Letters of an answer for each token, where its provider counted nothing. */
const lettersPerToken = 3;

/** Asks a provider that does not speak the client's protocol, and writes its answer in that. */
@Injectable()
export class TranslatedAnswers {
  constructor(
    private readonly fetches: AccountFetch,
    private readonly attachments: AttachmentLoader,
    private readonly embeddings: EmbeddingAnswers,
  ) {}

  async begin(attempt: RouteAttempt): Promise<BegunAnswer> {
    const { call, route, terms, answerLimit, signal, traceHeaders } = attempt;
    if (call.protocol.name === 'openai-embeddings') return this.embeddings.begin(attempt);
    const { wire } = call.protocol;
    if (wire === null) throw notTranslatable({ field: 'model', reason: 'its provider has no such API.' });
    const said = { headers: {} as UpstreamHeaders };
    const target = await providerModel(route, hearing(this.fetches.for(route, traceHeaders), said));
    const ask = wire.read(call.body);
    let report: AnswerReport | undefined;
    const translation: Translation = {
      wire,
      target,
      ask: answerLimit === null ? ask : { ...ask, options: { ...ask.options, maxOutputTokens: answerLimit } },
      facts: factsOf(attempt, wire),
      files: this.attachments.of(call.principal),
      signal,
      onReport: (told) => {
        report = told;
      },
    };
    const end = () => endOf(attempt, translation.facts, report);
    const answer = terms.isStream ? this.stream(translation, call, end) : this.whole(translation, end);
    return { ...(await answer), upstreamHeaders: said.headers };
  }

  private async whole(translation: Translation, end: () => AnswerEnd): Promise<Unheard> {
    const { body, dropped } = await wholeAnswer(translation).catch(rethrow);
    return {
      kind: 'whole',
      contentType: 'application/json; charset=utf-8',
      headers: headersOf(dropped),
      isTranslated: true,
      body: JSON.stringify(body),
      end: end(),
    };
  }

  private async stream(
    translation: Translation,
    call: RouteAttempt['call'],
    end: () => AnswerEnd,
  ): Promise<Unheard> {
    const { events, dropped } = await streamedAnswer(translation).catch(rethrow);
    return {
      kind: 'stream',
      contentType: 'text/event-stream; charset=utf-8',
      headers: headersOf(dropped),
      isTranslated: true,
      pieces: events,
      end: () => Promise.resolve(end()),
      cut: cutOf(call, events),
    };
  }
}

/** Remembers the headers of the answer, which the provider's package keeps to itself. */
function hearing(fetch: ProviderFetch, said: { headers: UpstreamHeaders }): ProviderFetch {
  return async (input, init) => {
    const answer = await fetch(input, init);
    said.headers = Object.fromEntries(answer.headers);
    return answer;
  };
}

function factsOf({ call, terms }: RouteAttempt, wire: Wire): AnswerFacts {
  return {
    id: answerId(wire.protocol),
    model: terms.models[0] ?? '',
    createdAt: new Date(),
    body: call.body,
  };
}

function headersOf(dropped: readonly string[]): Record<string, string> {
  return dropped.length > 0 ? { 'x-onegate-dropped': dropped.join(', ') } : {};
}

function cutOf(call: RouteAttempt['call'], events: AnswerStream): AnswerCut {
  const used = () => estimatedUsage(call, events.said);
  return {
    said: () => events.said,
    tokens: () => Promise.resolve(used().output),
    ending: () => Promise.resolve(events.cut(used())),
  };
}

function endOf(attempt: RouteAttempt, { id }: AnswerFacts, report: AnswerReport | undefined): AnswerEnd {
  return {
    ...countOf(attempt, report),
    reportedCostNano: report?.reportedCostNano ?? null,
    generationId: id,
    finishReason: report?.finishReason ?? null,
    failure: report?.failure ?? null,
  };
}

function countOf(
  { call }: RouteAttempt,
  report: AnswerReport | undefined,
): Pick<AnswerEnd, 'usage' | 'countSource'> {
  if (report?.isCounted && isBelievable(report.usage))
    return { usage: report.usage, countSource: 'upstream' };
  return { usage: estimatedUsage(call, report?.spokenLength ?? 0), countSource: 'estimated' };
}

/** Where the provider told nothing. */
function estimatedUsage({ protocol, body }: RouteAttempt['call'], letters: number): OwnCounts {
  return {
    input: estimatePromptTokens(protocol.name, body),
    output: Math.ceil(letters / lettersPerToken),
  };
}

function rethrow(thrown: unknown): never {
  if (!(thrown instanceof UpstreamRefusal)) throw troubleOfThrown(thrown);
  throw troubleOfUpstream(thrown.upstream);
}
