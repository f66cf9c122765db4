import { describe, expect, it } from '@jest/globals';
import { WalletBooks } from '../ledger/wallet-books.js';
import { crossingIn } from './crossing.js';

const usedAt = new Date('2026-05-01T00:00:00Z');
const usage = { batch: 'b', day: '2026-05-01', calls: 1 };

function books(credits: bigint, watched: readonly bigint[]): WalletBooks {
  const figures = { credits, spent: 0n, overdraft: 0n, lastNumber: 4, creditsVersion: 1 };
  return new WalletBooks(7, figures, [{ id: 1, expiresAt: null, remaining: credits, expired: 0n }], watched);
}

describe('the crossing of a threshold', () => {
  it.each([
    ['down to it exactly is none', 5n, null],
    ['below it', 6n, { walletId: 7, number: 5, lowestNano: 4n }],
    ['above it is none', 1n, null],
  ])('by usage %s', (_, amount, expected) => {
    const opened = books(10n, [5n]);
    opened.use([{ amount, usedAt }], 'r', usage);
    expect(crossingIn(opened)).toEqual(expected);
  });

  it('is told on the way up too, so that the next way down is told again', () => {
    const opened = books(3n, [5n]);
    opened.grant(
      { kind: 'purchase', reference: 'p' },
      { id: 2, expiresAt: null, remaining: 0n, expired: 0n },
      2n,
    );
    expect(crossingIn(opened)).toEqual({ walletId: 7, number: 5, lowestNano: 3n });
  });

  it('is noticed when it went down and up again in one go', () => {
    const opened = books(10n, [5n]);
    opened.use([{ amount: 8n, usedAt }], 'r', usage);
    opened.grant(
      { kind: 'purchase', reference: 'p' },
      { id: 2, expiresAt: null, remaining: 0n, expired: 0n },
      9n,
    );
    expect(crossingIn(opened)).toEqual({ walletId: 7, number: 6, lowestNano: 2n });
  });

  it('is nothing where nobody watches, or nothing happened', () => {
    const unwatched = books(10n, []);
    unwatched.use([{ amount: 10n, usedAt }], 'r', usage);
    expect(crossingIn(unwatched)).toBeNull();
    expect(crossingIn(books(10n, [20n]))).toBeNull();
  });
});
