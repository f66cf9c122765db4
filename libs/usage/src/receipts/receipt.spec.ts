import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newReceiptKeyPair, privateKeyOf, publicKeyOf } from './receipt-key-pair.js';
import { isSignedBy, readReceipt, receiptFor, type ReceiptedEvent } from './receipt.js';
import { signingKey } from './signing-key.js';

const pair = newReceiptKeyPair();
const key = signingKey(pair.keyId, privateKeyOf(pair.privateKey));
const event: ReceiptedEvent = {
  id: 'evt_1',
  requestId: 'req_1',
  account: 'o7',
  modelSlug: 'openai/gpt-4o-mini',
  usage: { output: 3, input: 10 },
  countSource: 'upstream',
  priceVersionId: 4,
  chargedNano: '123',
  status: 'completed',
  settledAt: 1_764_000_000_123,
};

describe('a receipt', () => {
  it('is the same bytes for the same call, in whatever order its use was counted', async () => {
    const again = await receiptFor({ ...event, usage: { input: 10, output: 3 } }, key);
    expect(again).toBe(await receiptFor(event, key));
  });

  it('is the same whether the machine signs at once or on another thread', async () => {
    const privateKey = privateKeyOf(pair.privateKey);
    const [atOnce, apart] = [Number.POSITIVE_INFINITY, 0].map((quick) =>
      receiptFor(event, signingKey(pair.keyId, privateKey, quick)),
    );
    expect(await atOnce).toBe(await apart);
  });

  it('says what was charged for what, and is proved by the public key alone', async () => {
    const read = readReceipt(await receiptFor(event, key));
    expect(read?.facts).toMatchObject({
      charged_nano_usd: '123',
      usage: { input: 10, output: 3 },
      account: 'o7',
    });
    expect(read && isSignedBy(read, publicKeyOf(pair.publicKey))).toBe(true);
    expect(read && isSignedBy(read, publicKeyOf(newReceiptKeyPair().publicKey))).toBe(false);
  });

  it('is worth nothing when a single character of it is another one', async () => {
    const receipt = await receiptFor(event, key);
    const publicKey = publicKeyOf(pair.publicKey);
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    fc.assert(
      fc.property(fc.nat(receipt.length - 2), fc.constantFrom(...alphabet), (index, char) => {
        if (receipt[index] === char || receipt[index] === '.') return;
        const read = readReceipt(`${receipt.slice(0, index)}${char}${receipt.slice(index + 1)}`);
        expect(read !== null && isSignedBy(read, publicKey)).toBe(false);
      }),
    );
  });

  it.each(['', '.', 'a.b', 'a.b.c', 'a.b.c.d', 'e30.e30.e30', '\u0000'])('%j is none', (text) => {
    expect(readReceipt(text)).toBeNull();
  });
});
