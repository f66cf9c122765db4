import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type IdPrefix, idPrefixes } from './id-prefixes.js';
import { isId, newId, parseId } from './public-id.js';
import { newRequestId } from './request-id.js';

const prefixes = Object.keys(idPrefixes) as IdPrefix[];

describe('public ids', () => {
  it('have their prefix and 26 lower-case Crockford characters', () => {
    expect(newId('usr')).toMatch(/^usr_[0-7][0-9a-hjkmnp-tv-z]{25}$/);
    expect(newRequestId()).toMatch(/^req_/);
  });

  it('are recognised by their kind only', () => {
    const id = newId('usr');
    expect(isId('usr', id)).toBe(true);
    expect(isId('org', id)).toBe(false);
    for (const other of [
      id.toUpperCase(),
      `${id}0`,
      id.slice(0, -1),
      id.replace(/.$/, 'u'),
      'usr_',
      '',
      null,
      7,
    ]) {
      expect(isId('usr', other)).toBe(false);
    }
  });

  it('tell kind and time of making', () => {
    const at = fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(fc.constantFrom(...prefixes), at, (prefix, createdAt) => {
        const id = newId(prefix, createdAt);
        expect(parseId(id)).toEqual({ id, prefix, createdAt });
      }),
    );
  });

  it('are not found in other text', () => {
    for (const text of [
      '',
      '_',
      'usr',
      `nope_${newId('usr').slice(4)}`,
      `toString_${newId('usr').slice(4)}`,
    ]) {
      expect(parseId(text)).toBeUndefined();
    }
  });

  it('sort by time', () => {
    const [earlier, later] = [new Date('2026-01-01T00:00:00.000Z'), new Date('2026-01-01T00:00:00.001Z')];
    expect(newId('key', earlier) < newId('key', later)).toBe(true);
  });

  it('do not repeat within a millisecond, and use every character', () => {
    const at = new Date();
    const ids = Array.from({ length: 2_000 }, () => newId('evt', at));
    expect(new Set(ids).size).toBe(ids.length);
    const random = ids.map((id) => id.slice(14)).join('');
    expect(new Set(random.split('')).size).toBe(32);
  });
});
