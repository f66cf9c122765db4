import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { KeyUnknown, SealBroken, SealMalformed } from './crypto.errors.js';
import { KeyRing } from './key-ring.js';
import { SecretBox } from './secret-box.js';

const older = { id: 'k1', secret: Buffer.alloc(32, 1) };
const newer = { id: 'k2', secret: Buffer.alloc(32, 2) };
const before = new SecretBox(new KeyRing([older]));
const during = new SecretBox(new KeyRing([newer, older]));
const after = new SecretBox(new KeyRing([newer]));
const context = 'upstream/42/api-key';

describe('SecretBox', () => {
  it('opens what it sealed, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (place, secret) => {
        expect(before.open(place, before.seal(place, secret))).toBe(secret);
      }),
    );
  });

  it('says version and key, and nothing of the secret', () => {
    const sealed = before.seal(context, 'sk-very-secret');
    expect(sealed).toMatch(/^v1\.k1\.[\w-]+\.[\w-]+$/);
    expect(sealed).not.toContain('secret');
    expect(before.seal(context, 'sk-very-secret')).not.toBe(sealed);
  });

  it('does not open in another context', () => {
    const sealed = before.seal(context, 'secret');
    expect(() => before.open('upstream/43/api-key', sealed)).toThrow(SealBroken);
    expect(() => during.rewrap('upstream/43/api-key', sealed)).toThrow(SealBroken);
  });

  it.each(['', 'a', 'ab', 'secret'])('notices every changed character of a sealed %j', (secret) => {
    const sealed = before.seal(context, secret);
    const start = sealed.indexOf('.', 3) + 1;
    for (let at = start; at < sealed.length; at += 1) {
      if (sealed[at] === '.') continue;
      const changed = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1);
      expect(() => before.open(context, changed)).toThrow(SealBroken);
    }
  });

  it('notices a body that was swapped for that of another secret', () => {
    const [one, two] = [before.seal(context, 'one').split('.'), before.seal(context, 'two').split('.')];
    expect(() => before.open(context, [...one.slice(0, 3), two[3]].join('.'))).toThrow(SealBroken);
  });

  it('notices a key id that names another secret', () => {
    const sealed = before.seal(context, 'secret');
    expect(() => during.open(context, sealed.replace('.k1.', '.k2.'))).toThrow(SealBroken);
  });

  it.each([
    '',
    'plain text',
    'v2.k1.AAAA.AAAA',
    'v1.k1.AAAA',
    'v1.k1.AA=A.AAAA',
    'v1.k1..AAAA',
    'v1.k1.A.A.A',
  ])('calls %j malformed', (text) => {
    expect(() => before.open(context, text)).toThrow(SealMalformed);
  });

  it('rotates: old opens under the new ring, is rewrapped, and then outlives the old secret', () => {
    const sealed = before.seal(context, 'secret');
    expect(during.open(context, sealed)).toBe('secret');
    expect(sealed.startsWith(during.mark)).toBe(false);
    expect(() => after.open(context, sealed)).toThrow(KeyUnknown);

    const rewrapped = during.rewrap(context, sealed);
    expect(rewrapped.startsWith(during.mark)).toBe(true);
    expect(after.open(context, rewrapped)).toBe('secret');
    expect(rewrapped.split('.')[3]).toBe(sealed.split('.')[3]);
  });
});
