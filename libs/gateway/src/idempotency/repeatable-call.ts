import { createHash } from 'node:crypto';
import { accountOfKey, tagOf } from '@onegate/billing';
import type { GatewayCall } from '../calls/gateway-call.js';
import { idempotencyKeyTooLong } from './idempotency.errors.js';

const longestKey = 255;

/** The name that a client gave to a call; `null` for none. */
export function idempotencyKeyOf({ headers }: GatewayCall): string | null {
  const given = headers['idempotency-key'];
  const key = (Array.isArray(given) ? given.join(',') : (given ?? '')).trim();
  if (key.length > longestKey) throw idempotencyKeyTooLong({ most: longestKey });
  return key === '' ? null : key;
}

export interface RepeatableCall {
  /** Where its answer is kept. Says nothing of the key to who reads it. */
  readonly place: string;
  /** The same for the same body. */
  readonly print: string;
}

/** Every key of ours, and every account, has client keys of its own for every API. */
export function repeatableCall({ principal, protocol, sent }: GatewayCall, key: string): RepeatableCall {
  const caller = principal.keyId === null ? `user/${principal.userId}` : `key/${principal.keyId}`;
  const scope = JSON.stringify([
    tagOf(accountOfKey(principal)),
    caller,
    protocol.name,
    protocol.dialect ?? '',
    key,
  ]);
  return { place: digestOf(scope), print: digestOf(`${scope}\n`, sent) };
}

function digestOf(...parts: (string | Buffer)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('base64url');
}
