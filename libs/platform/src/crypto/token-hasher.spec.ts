import { describe, expect, it } from '@jest/globals';
import { KeyRing } from './key-ring.js';
import { randomAlphanumeric, randomDigits, randomToken } from './random-token.js';
import { TokenHasher } from './token-hasher.js';

const older = { id: 'k1', secret: Buffer.alloc(32, 1) };
const newer = { id: 'k2', secret: Buffer.alloc(32, 2) };
const before = new TokenHasher(new KeyRing([older]), 'api-key');
const during = new TokenHasher(new KeyRing([newer, older]), 'api-key');
const after = new TokenHasher(new KeyRing([newer]), 'api-key');

describe('TokenHasher', () => {
  it('finds a token again, and no other', () => {
    const hash = before.hash('sk-1');
    expect(hash).toBe(before.hash('sk-1'));
    expect(hash).toMatch(/^k1\.[\w-]{43}$/);
    expect(before.matches('sk-1', hash)).toBe(true);
    expect(before.matches('sk-2', hash)).toBe(false);
  });

  it('looks a token up under every key while they rotate, the active one first', () => {
    expect(during.candidates('sk-1')).toEqual([after.hash('sk-1'), before.hash('sk-1')]);
    expect(during.hash('sk-1')).toBe(after.hash('sk-1'));
    expect(during.matches('sk-1', before.hash('sk-1'))).toBe(true);
    expect(during.isOutdated(before.hash('sk-1'))).toBe(true);
    expect(during.isOutdated(after.hash('sk-1'))).toBe(false);
  });

  it('matches nothing under a key that is gone, nor garbage', () => {
    for (const hash of [before.hash('sk-1'), '', '.', 'k2.', 'k2', `${after.hash('sk-1')}A`, 'toString.x']) {
      expect(after.matches('sk-1', hash)).toBe(false);
    }
  });

  it('keeps kinds of token apart', () => {
    const invites = new TokenHasher(new KeyRing([older]), 'invite');
    expect(invites.hash('sk-1')).not.toBe(before.hash('sk-1'));
  });
});

describe('random tokens', () => {
  it('have the length and the characters they say', () => {
    expect(randomToken()).toMatch(/^[\w-]{43}$/);
    expect(randomToken(9)).toHaveLength(12);
    expect(randomAlphanumeric(48)).toMatch(/^[0-9A-Za-z]{48}$/);
    expect(randomDigits(6)).toMatch(/^\d{6}$/);
  });

  it('use every digit about as often as every other', () => {
    const counts = Array.from({ length: 10 }, () => 0);
    for (const digit of randomDigits(20_000)) counts[Number(digit)] = (counts[Number(digit)] ?? 0) + 1;
    // 2,000 expected with a deviation of 42: eight of those away does not happen by chance.
    for (const count of counts) expect(Math.abs(count - 2_000)).toBeLessThan(340);
  });
});
