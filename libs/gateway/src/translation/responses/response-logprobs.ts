import type { SharedV4ProviderMetadata } from '@ai-sdk/provider';
import { isObject } from '../../json/json-object.js';
import type { JsonObject } from '../wire.js';

/** How probable each token was, as providers that tell have it; some list it in pieces. */
export function responseLogprobs(metadata: SharedV4ProviderMetadata | undefined): JsonObject[] {
  const lists = Object.values(metadata ?? {}).map((facts) => facts['logprobs']);
  const list: unknown[] = lists.find((value) => Array.isArray(value)) ?? [];
  return list.flat().flatMap((token) => {
    const read = tokenOf(token);
    if (!read || !isObject(token)) return [];
    const top: unknown[] = Array.isArray(token['top_logprobs']) ? token['top_logprobs'] : [];
    return [{ ...read, top_logprobs: top.flatMap((other) => tokenOf(other) ?? []) }];
  });
}

function tokenOf(value: unknown): JsonObject | undefined {
  if (!isObject(value)) return undefined;
  const { token, logprob, bytes } = value;
  if (typeof token !== 'string' || typeof logprob !== 'number') return undefined;
  return { token, logprob, bytes: Array.isArray(bytes) ? bytes : [...Buffer.from(token)] };
}
