import { receiptFacts, type ReceiptKey, type ReceiptProof } from '@onegate/usage';
import { z } from 'zod';

export const receiptView = z
  .object({ object: z.literal('receipt'), event: z.string(), receipt: z.string() })
  .meta({ id: 'Receipt' });
export type ReceiptView = z.input<typeof receiptView>;

export function toReceiptView({ eventId, receipt }: { eventId: string; receipt: string }): ReceiptView {
  return { object: 'receipt', event: eventId, receipt };
}

export const receiptProofView = z
  .object({
    valid: z.boolean(),
    reason: z.enum(['malformed', 'key_unknown', 'signature_wrong']).nullable(),
    key_id: z.string().nullable(),
    facts: receiptFacts.nullable(),
  })
  .meta({ id: 'ReceiptProof' });
export type ReceiptProofView = z.input<typeof receiptProofView>;

/** What a receipt says that nobody signed is not repeated. */
export function toReceiptProofView(proof: ReceiptProof): ReceiptProofView {
  return proof.isValid
    ? { valid: true, reason: null, key_id: proof.keyId, facts: proof.facts }
    : { valid: false, reason: proof.reason, key_id: null, facts: null };
}

/** A set of keys as RFC 7517 has it. */
export const receiptKeySet = z
  .object({
    keys: z.array(
      z.object({
        kty: z.literal('OKP'),
        crv: z.literal('Ed25519'),
        use: z.literal('sig'),
        alg: z.literal('EdDSA'),
        kid: z.string(),
        x: z.string(),
        iat: z.int().meta({ description: 'Since when it signs, in seconds since 1970' }),
      }),
    ),
  })
  .meta({ id: 'ReceiptKeySet' });

export function toReceiptKeySet(keys: readonly ReceiptKey[]): z.input<typeof receiptKeySet> {
  return { keys: keys.map(toJwk) };
}

function toJwk({ keyId, publicKey, createdAt }: ReceiptKey) {
  return {
    kty: 'OKP',
    crv: 'Ed25519',
    use: 'sig',
    alg: 'EdDSA',
    kid: keyId,
    x: publicKey,
    iat: Math.floor(createdAt.getTime() / 1000),
  } as const;
}
