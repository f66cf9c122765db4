import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { KeyRingInvalid, KeyUnknown } from './crypto.errors.js';
import { KeyRing } from './key-ring.js';

const [older, newer] = [
  { id: 'k1', secret: Buffer.alloc(32, 1) },
  { id: 'k2', secret: Buffer.alloc(32, 2) },
];

describe('KeyRing', () => {
  it('has the first secret active', () => {
    const ring = new KeyRing([newer, older]);
    expect(ring.activeId).toBe('k2');
    expect(ring.keyIds).toEqual(['k2', 'k1']);
    expect(ring.subkey('jwt').equals(ring.subkey('jwt', 'k2'))).toBe(true);
  });

  it('derives another key for each purpose and each secret, the same one in every process', () => {
    const ring = new KeyRing([newer, older]);
    const keys = [ring.subkey('jwt'), ring.subkey('mail'), ring.subkey('jwt', 'k1')].map((key) =>
      key.export(),
    );
    expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(3);
    expect(keys.every((key) => key.length === 32 && !key.equals(newer.secret))).toBe(true);
    expect(new KeyRing([older]).subkey('jwt').equals(ring.subkey('jwt', 'k1'))).toBe(true);
  });

  it('is HKDF-SHA256, so that a key never changes under stored data', () => {
    const key = new KeyRing([older]).subkey('jwt').export().toString('hex');
    expect(key).toBe('1cddcdce575a5575cb32a275c15246b7b7303648902618ae0d405cc42c92f189');
  });

  it('does not follow changes of the buffer that it was made from', () => {
    const secret = randomBytes(32);
    const ring = new KeyRing([{ id: 'k', secret }]);
    const before = new KeyRing([{ id: 'k', secret }]).subkey('jwt');
    secret.fill(0);
    expect(ring.subkey('jwt').equals(before)).toBe(true);
  });

  it('shows no secret when it is printed', () => {
    const ring = new KeyRing([{ id: 'k', secret: Buffer.from('a very secret secret of 32 bytes') }]);
    ring.subkey('jwt');
    const printed = inspect(ring, { depth: 9, showHidden: true }) + JSON.stringify(ring);
    expect(printed).not.toMatch(/very secret|61 20 76/);
  });

  it.each([
    ['no secret', []],
    ['a short secret', [{ id: 'k', secret: Buffer.alloc(31) }]],
    ['two of one id', [older, { ...newer, id: 'k1' }]],
    ['an id with a dot', [{ ...older, id: 'a.b' }]],
    ['an empty id', [{ ...older, id: '' }]],
  ])('refuses %s', (_, masters) => {
    expect(() => new KeyRing(masters)).toThrow(KeyRingInvalid);
  });

  it('names a key that it does not have', () => {
    expect(() => new KeyRing([older]).subkey('jwt', 'k9')).toThrow(KeyUnknown);
  });
});
