import { isObject, objectOf } from '../../json/json-object.js';

type Raw = Readonly<Record<string, unknown>>;

/** What a provider's own account of its use says beyond sums. */
export interface SaidUsage {
  /** In place of the sums, where the provider charges by another count. */
  readonly input?: number | undefined;
  readonly output?: number | undefined;
  readonly cachedRead?: number | undefined;
  readonly cacheWrite?: number | undefined;
  /** What was read from a cache, of the sum, where no package looks for it. */
  readonly cachedApart: number;
  /** Parts of the sums. */
  readonly cacheWrite1h: number;
  readonly audio: number;
  readonly cachedAudio: number;
  readonly audioOutput: number;
  readonly reasoning: number;
  /** Besides them. */
  readonly searches: number;
}

/** Reads the usage object of any provider: their names do not clash. */
export function rawUsage(raw: Raw | undefined): SaidUsage {
  const usage = raw ?? {};
  const cachedAudio = modality(usage['cacheTokensDetails'], 'AUDIO');
  return {
    ...billedByCohere(usage),
    cachedApart: number(usage['cached_tokens']) || number(usage['num_cached_tokens']),
    cacheWrite: optional(within(usage, 'prompt_tokens_details', 'cache_write_tokens')),
    cacheWrite1h:
      within(usage, 'cache_creation', 'ephemeral_1h_input_tokens') + keptLong(usage['cacheDetails']),
    cachedAudio,
    audio:
      within(usage, 'prompt_tokens_details', 'audio_tokens') +
      Math.max(0, modality(usage['promptTokensDetails'], 'AUDIO') - cachedAudio),
    audioOutput:
      within(usage, 'completion_tokens_details', 'audio_tokens') +
      modality(usage['candidatesTokensDetails'], 'AUDIO'),
    reasoning: within(usage, 'completion_tokens_details', 'reasoning_tokens'),
    searches:
      within(usage, 'server_tool_use', 'web_search_requests') +
      within(usage, 'server_tool_use_details', 'web_search_requests') +
      within(usage, 'server_side_tool_usage_details', 'web_search_calls') +
      number(usage['num_sources_used']),
  };
}

/** Cohere counts tokens, and charges for fewer: what it puts around the messages is free, and so is what is cached of it. */
function billedByCohere(usage: Raw): Pick<SaidUsage, 'input' | 'output' | 'cachedRead'> {
  const billed = usage['billed_units'];
  if (!isObject(billed)) return {};
  return {
    input: optional(number(billed['input_tokens'])),
    output: optional(number(billed['output_tokens'])),
    cachedRead: 0,
  };
}

/** Bedrock lists what it wrote to the cache by how long it stays. */
function keptLong(details: unknown): number {
  return sum(details, (detail) => detail['ttl'] === '1h', 'inputTokens');
}

/** Gemini lists tokens by what they stand for. */
function modality(details: unknown, name: string): number {
  return sum(details, (detail) => detail['modality'] === name, 'tokenCount');
}

function sum(details: unknown, counts: (detail: Raw) => boolean, field: string): number {
  const all: unknown[] = Array.isArray(details) ? details : [];
  return all
    .map(objectOf)
    .filter(counts)
    .reduce((total, detail) => total + number(detail[field]), 0);
}

function within(usage: Raw, field: string, inner: string): number {
  return number(objectOf(usage[field])[inner]);
}

function number(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

function optional(count: number): number | undefined {
  return count > 0 ? count : undefined;
}
