import { describe, expect, it } from '@jest/globals';
import { KeyRing, newId } from '@onegate/platform';
import { RefreshTokens } from './refresh-tokens.js';

const ring = (...ids: string[]) =>
  new KeyRing(ids.map((id) => ({ id, secret: Buffer.alloc(32, id.charCodeAt(1)) })));

describe('RefreshTokens', () => {
  const tokens = new RefreshTokens(ring('k1'));
  const session = newId('ses');

  it('names its session and matches its hash only', () => {
    const one = tokens.issue(session);
    const other = tokens.issue(session);
    expect(tokens.sessionOf(one.token)).toBe(session);
    expect(tokens.matches(one.token, one.hash)).toBe(true);
    expect(tokens.matches(other.token, one.hash)).toBe(false);
  });

  it('refuses what was not issued here', () => {
    const { token } = tokens.issue(session);
    expect(tokens.sessionOf(token.replace(session, newId('ses')))).toBeNull();
    expect(tokens.sessionOf(`${token.slice(0, -2)}AA`)).toBeNull();
    expect(tokens.sessionOf('')).toBeNull();
    expect(new RefreshTokens(ring('k2')).sessionOf(token)).toBeNull();
  });

  it('survives a rotation of the master secret', () => {
    const { token, hash } = tokens.issue(session);
    const rotated = new RefreshTokens(ring('k2', 'k1'));
    expect(rotated.sessionOf(token)).toBe(session);
    expect(rotated.matches(token, hash)).toBe(true);
  });
});
