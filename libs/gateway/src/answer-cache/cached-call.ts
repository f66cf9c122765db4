import { createHmac, type KeyObject } from 'node:crypto';
import { accountOfKey, tagOf } from '@onegate/billing';
import type { GatewayCall } from '../calls/gateway-call.js';
import type { JsonObject } from '../translation/wire.js';
import { cacheTtlInvalid } from './answer-cache.errors.js';

/** How old an answer the client takes, in seconds; `null` where it did not ask for one that is kept. */
export function cacheSecondsOf({ headers }: GatewayCall): number | null {
  const given = headers['x-onegate-cache-ttl'];
  if (given === undefined) return null;
  const text = String(given).trim();
  if (!/^\d{1,9}$/.test(text)) throw cacheTtlInvalid();
  return Number(text);
}

/** The protocols whose answers can be kept, and their fields that say who asks and nothing that is asked. A response shows all that it was asked with. */
const unasked: Readonly<Partial<Record<GatewayCall['protocol']['name'], readonly string[]>>> = {
  'openai-chat': ['user', 'safety_identifier', 'metadata', 'prompt_cache_key'],
  'openai-completions': ['user'],
  'openai-embeddings': ['user'],
  'openai-responses': [],
  'anthropic-messages': ['metadata'],
};

/** Headers that change an answer. */
const askingHeaders = ['openai-beta', 'anthropic-beta', 'anthropic-version', 'x-simulate'];

/** Calls that stand in a row of others, or leave something behind, are not the same twice. */
const standingFields = ['previous_response_id', 'conversation', 'background'];

export function isCacheable({ protocol, body }: GatewayCall): boolean {
  if (protocol.name !== 'openai-responses') return unasked[protocol.name] !== undefined;
  return body['store'] === false && standingFields.every((name) => !body[name]);
}

/** The same for calls of one account that ask the same of the same model, and want the answer in the same form. */
export function cachePlace(call: GatewayCall, slug: string, secret: KeyObject | Buffer): string {
  const { protocol, principal, body, headers } = call;
  const left = new Set(['model', 'stream', ...(unasked[protocol.name] ?? [])]);
  const asked = Object.entries(body)
    .filter(([name]) => !left.has(name))
    .toSorted(([one], [other]) => (one < other ? -1 : 1));
  const key = [
    tagOf(accountOfKey(principal)),
    protocol.name,
    protocol.dialect ?? '',
    slug,
    isStream(body),
    askingHeaders.map((name) => headers[name] ?? null),
    asked,
  ];
  return createHmac('sha256', secret).update(JSON.stringify(key)).digest('base64url');
}

function isStream(body: JsonObject): boolean {
  return body['stream'] === true;
}
