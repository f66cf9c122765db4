import type { EmbeddingModelV4 } from '@ai-sdk/provider';
import { Injectable } from '@nestjs/common';
import type { AnswerEnd, BegunAnswer } from '../answers/begun-answer.js';
import { troubleOfUpstream } from '../answers/upstream-trouble.js';
import type { RouteAttempt } from '../routes/route-attempt.js';
import { upstreamFailure } from '../translation/providers/upstream-failure.js';
import { notTranslatable } from '../translation/translation.errors.js';
import { AccountFetch } from '../upstream/account-fetch.service.js';
import { completeUsage } from '../usage-reading/complete-usage.js';
import { usageReader } from '../usage-reading/usage-readers.js';
import { readEmbeddingAsk, type EmbeddingAsk } from './embedding-ask.js';
import { embeddingModel } from './embedding-models.js';

interface Embedded {
  readonly embeddings: readonly (readonly number[])[];
  /** `null` where the provider did not count. */
  readonly tokens: number | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** Asks a provider with words of its own for embeddings, and tells them as OpenAI does. */
@Injectable()
export class EmbeddingAnswers {
  constructor(private readonly fetches: AccountFetch) {}

  async begin({ call, route, terms, signal, traceHeaders }: RouteAttempt): Promise<BegunAnswer> {
    const ask = readEmbeddingAsk(call.body);
    const model = await embeddingModel(route, this.fetches.for(route, traceHeaders));
    if (model === null)
      throw notTranslatable({
        field: 'model',
        reason: 'its provider has no embeddings that can be asked for.',
      });
    const { embeddings, tokens, headers } = await embedded(model, ask, signal).catch((thrown: unknown) => {
      throw troubleOfUpstream(upstreamFailure(thrown));
    });
    const end = await endOf(call.body, tokens);
    return {
      kind: 'whole',
      contentType: 'application/json; charset=utf-8',
      headers: ask.dropped.length > 0 ? { 'x-onegate-dropped': ask.dropped.join(', ') } : {},
      upstreamHeaders: headers,
      isTranslated: true,
      body: JSON.stringify({
        object: 'list',
        data: embeddings.map((vector, index) => toView(vector, index, ask)),
        model: terms.models[0] ?? '',
        usage: usageView(end),
      }),
      end,
    };
  }
}

/** As many calls as the provider needs for so many texts; the vectors come in the order of the texts. */
async function embedded(model: EmbeddingModelV4, ask: EmbeddingAsk, signal: AbortSignal): Promise<Embedded> {
  const atOnce = (await model.maxEmbeddingsPerCall) ?? ask.values.length;
  const embeddings: number[][] = [];
  let tokens: number | null = 0;
  let headers: Readonly<Record<string, string>> = {};
  for (let from = 0; from < ask.values.length; from += atOnce) {
    const answer = await model.doEmbed({
      values: ask.values.slice(from, from + atOnce),
      ...(ask.dimensions !== null && { dimensions: ask.dimensions }),
      providerOptions: ask.providerOptions,
      abortSignal: signal,
    });
    embeddings.push(...answer.embeddings);
    const { usage } = answer;
    tokens = tokens === null || usage === undefined ? null : tokens + usage.tokens;
    headers = answer.response?.headers ?? {};
  }
  return { embeddings, tokens, headers };
}

async function endOf(body: RouteAttempt['call']['body'], tokens: number | null): Promise<AnswerEnd> {
  const reader = usageReader('openai-embeddings');
  if (tokens !== null) reader.readWhole({ usage: { prompt_tokens: tokens } });
  const told = await completeUsage(reader.result(), 'openai-embeddings', body);
  return {
    usage: told.usage,
    countSource: told.source,
    reportedCostNano: null,
    generationId: null,
    finishReason: null,
    failure: null,
  };
}

function toView(vector: readonly number[], index: number, { isBase64 }: EmbeddingAsk): object {
  const embedding = isBase64 ? Buffer.from(Float32Array.from(vector).buffer).toString('base64') : vector;
  return { object: 'embedding', index, embedding };
}

function usageView({ usage }: AnswerEnd): object {
  const tokens = Number(usage.input ?? 0);
  return { prompt_tokens: tokens, total_tokens: tokens };
}
