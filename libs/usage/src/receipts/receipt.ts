import { verify, type KeyObject } from 'node:crypto';
import { jsonOrNothing } from '@onegate/platform';
import { z } from 'zod';
import type { UsageEvent } from '../events/usage-event.js';
import type { SigningKey } from './signing-key.js';

/** What a receipt says of a call. Documented in docs/receipts.md: names are never changed, only added. */
export const receiptFacts = z
  .object({
    v: z.literal(1),
    event: z.string(),
    request: z.string(),
    account: z.string(),
    model: z.string(),
    usage: z.record(z.string(), z.number()),
    counted_by: z.string(),
    price_version: z.int().nullable(),
    charged_nano_usd: z.string(),
    status: z.string(),
    iat: z.int(),
  })
  .meta({ id: 'ReceiptFacts' });
export type ReceiptFacts = z.output<typeof receiptFacts>;

/** What of an event is in its receipt. */
export type ReceiptedEvent = Pick<
  UsageEvent,
  'id' | 'requestId' | 'account' | 'modelSlug' | 'usage' | 'countSource' | 'priceVersionId' | 'chargedNano'
> &
  Pick<UsageEvent, 'status' | 'settledAt'>;

/** The same bytes for the same call, whoever makes them and when: the signature has no chance in it either. */
export async function receiptFor(event: ReceiptedEvent, { keyId, sign }: SigningKey): Promise<string> {
  const head = encoded({ alg: 'EdDSA', typ: 'onegate-receipt', kid: keyId });
  const signed = `${head}.${encoded(factsOf(event))}`;
  const signature = await sign(Buffer.from(signed));
  return `${signed}.${signature.toString('base64url')}`;
}

function factsOf(event: ReceiptedEvent): ReceiptFacts {
  const usage = Object.entries(event.usage).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return {
    v: 1,
    event: event.id,
    request: event.requestId,
    account: event.account,
    model: event.modelSlug,
    usage: Object.fromEntries(usage.map(([kind, units]) => [kind, Number(units)])),
    counted_by: event.countSource,
    price_version: event.priceVersionId,
    charged_nano_usd: event.chargedNano,
    status: event.status,
    iat: Math.floor(event.settledAt / 1000),
  };
}

const receiptHead = z.object({ alg: z.literal('EdDSA'), kid: z.string().max(64) });
const receiptPattern = /^([\w-]+)\.([\w-]+)\.([\w-]+)$/;
export const longestReceipt = 16_384;

/** A receipt taken apart; `null` for what is none. Nothing of it is proved yet. */
export interface ReadReceipt {
  readonly keyId: string;
  readonly signed: string;
  readonly signature: Buffer;
  readonly facts: ReceiptFacts;
}

export function readReceipt(text: string): ReadReceipt | null {
  const [, head = '', body = '', signature = ''] = receiptPattern.exec(text.slice(0, longestReceipt)) ?? [];
  const { data: known } = receiptHead.safeParse(decoded(head));
  const { data: facts } = receiptFacts.safeParse(decoded(body));
  if (!known || !facts) return null;
  const bytes = Buffer.from(signature, 'base64url');
  return { keyId: known.kid, signed: `${head}.${body}`, signature: bytes, facts };
}

export function isSignedBy({ signed, signature }: ReadReceipt, publicKey: KeyObject): boolean {
  return verify(null, Buffer.from(signed), publicKey, signature);
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function decoded(text: string): unknown {
  return jsonOrNothing(Buffer.from(text, 'base64url').toString());
}
