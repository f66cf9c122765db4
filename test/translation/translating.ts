import {
  chatWire,
  providerModel,
  streamedAnswer,
  wholeAnswer,
  type AnswerReport,
  type FileLoader,
  type JsonObject,
  type ProviderFetch,
  type Translation,
  type Wire,
} from '@onegate/gateway';
import type { ProviderKind, Route } from '@onegate/models';

export interface Asked {
  readonly kind: ProviderKind;
  readonly address: string;
  readonly model?: string;
  readonly body: JsonObject;
  readonly wire?: Wire;
  readonly signal?: AbortSignal;
  readonly fetch?: ProviderFetch;
  readonly files?: FileLoader;
}

const noFiles: FileLoader = {
  fromUrl: (url) => Promise.reject(new Error(`No file is to be loaded, ${url.href} neither.`)),
  fromStore: (id) => Promise.reject(new Error(`No file is to be loaded, ${id} neither.`)),
};

export function routeTo({ kind, address, model = 'some-model' }: Asked): Route {
  return {
    modelId: 1,
    slug: 'vendor/model',
    upstreamName: model,
    costBps: 10_000,
    account: {
      id: 1,
      publicId: 'upa_1',
      kind,
      tenantId: null,
      isExclusive: false,
      isSimulated: false,
      baseUrl: address,
      settings: {},
      timeouts: { connectMs: 1_000, firstByteMs: 1_000, idleMs: 1_000, totalMs: 1_000 },
      limits: {
        concurrency: null,
        requestsPerMinute: null,
        tokensPerMinute: null,
        monthlyBudgetNanoUsd: null,
      },
      priority: 0,
      weight: 1,
    },
  };
}

export const reports: AnswerReport[] = [];

export async function translationOf(asked: Asked): Promise<Translation> {
  const { body, wire = chatWire, signal = new AbortController().signal, fetch = globalThis.fetch } = asked;
  return {
    wire,
    target: await providerModel(routeTo(asked), fetch),
    ask: wire.read(body),
    facts: { id: 'chatcmpl-1', model: 'vendor/model', createdAt: new Date(1_790_000_000_000), body },
    files: asked.files ?? noFiles,
    signal,
    onReport: (report) => reports.push(report),
  };
}

export interface Streamed {
  readonly text: string;
  readonly chunks: Record<string, unknown>[];
  readonly report: AnswerReport;
  readonly dropped: readonly string[];
}

/** The whole stream, and what was reported of it; a stream that reports twice fails. */
export async function streamedText(asked: Asked): Promise<Streamed> {
  const before = reports.length;
  const { events, dropped } = await streamedAnswer(await translationOf(asked));
  let text = '';
  for await (const piece of events) text += piece;
  const [report, ...more] = reports.slice(before);
  if (!report || more.length > 0) throw new Error(`Reported ${more.length + 1} times.`);
  return { text, chunks: chunksOf(text), report, dropped };
}

export async function wholeBody(asked: Asked) {
  return wholeAnswer(await translationOf(asked));
}

/** Every frame but the last is JSON; the last one is `[DONE]`. */
function chunksOf(text: string): Record<string, unknown>[] {
  const frames = text.split('\n\n').filter((frame) => frame !== '');
  if (frames.pop() !== 'data: [DONE]') throw new Error('The stream does not end with [DONE].');
  return frames.map((frame) => JSON.parse(frame.slice('data: '.length)) as Record<string, unknown>);
}
