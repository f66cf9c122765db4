import { expect, it } from '@jest/globals';
import { estimatePromptTokens } from '@onegate/gateway';
import {
  describeWithRecordings,
  protocolsOfApis,
  recordedExchanges,
  recordedStreams,
  type Json,
} from './recordings.ts';

interface Estimate {
  readonly kind: string;
  readonly told: number;
  readonly estimated: number;
}

const number = (value: unknown) => Number(value ?? 0);

/** The prompt as its provider counted it. */
function toldOf(api: string, usage: Json): number {
  const cached = number(usage.cache_read_input_tokens) + number(usage.cache_creation_input_tokens);
  if (api === 'messages') return number(usage.input_tokens) + cached;
  return number(usage.prompt_tokens ?? usage.input_tokens ?? usage.total_tokens);
}

/** What a provider's own tools find, or an earlier answer held, is not in the request. */
function kindOf(request: Json): string {
  const text = JSON.stringify(request);
  if (/previous_response_id|"conversation"/.test(text)) return 'stored';
  if (/web_search|web_fetch|file_search|code_|"mcp|advisor|tool_search|plugins|x_search/.test(text))
    return 'hosted tools';
  if (/image|audio|input_file|"file"|document/.test(text)) return 'media';
  return request.tools ? 'tools' : 'text';
}

function estimates(): Estimate[] {
  const streams = recordedStreams().map(({ api, request, lastUsage }) => ({
    api,
    request,
    usage: lastUsage,
  }));
  const answers = recordedExchanges().map(({ api, request, response }) => ({
    api,
    request,
    usage: response?.usage as Json | undefined,
  }));
  return [...streams, ...answers].flatMap(({ api, request, usage }) => {
    const protocol = protocolsOfApis[api];
    /** Of some recordings the request was too long to be kept. */
    if (typeof request !== 'object' || request === null) return [];
    if (!usage || !protocol || toldOf(api, usage) === 0) return [];
    return [
      { kind: kindOf(request), told: toldOf(api, usage), estimated: estimatePromptTokens(protocol, request) },
    ];
  });
}

/** How many there are, the ratio of estimate to count at some shares, and how many were short by over a hundred tokens. */
function distribution(all: readonly Estimate[]): Record<string, number | string> {
  const ratios = all.map(({ told, estimated }) => estimated / told).sort((a, b) => a - b);
  const at = (share: number) => (ratios[Math.floor(share * (ratios.length - 1))] ?? 0).toFixed(2);
  const short = all.filter(({ told, estimated }) => told - estimated > 100).length;
  return { n: all.length, least: at(0), p5: at(0.05), median: at(0.5), p95: at(0.95), short };
}

describeWithRecordings('the estimate of a recorded prompt', () => {
  it('is hardly ever too low by more than a moment’s money', () => {
    const all = estimates();
    const kinds = Map.groupBy(all, ({ kind }) => kind);
    const table = Object.fromEntries([...kinds].map(([kind, ones]) => [kind, distribution(ones)]));
    process.stdout.write(`${JSON.stringify(table, null, 2)}\n`);
    expect(all.length).toBeGreaterThan(400);
    for (const kind of ['text', 'tools', 'media']) {
      const { n, short } = table[kind] ?? {};
      expect(number(short)).toBeLessThanOrEqual(Math.max(1, number(n) * 0.02));
    }
  });
});
