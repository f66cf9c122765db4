import { describe, expect, it } from '@jest/globals';
import { KeyRing, SystemClock } from '@onegate/platform';
import jwt from 'jsonwebtoken';
import { sessionClaims, SessionTokens } from './session-tokens.js';

const clock = new SystemClock();
const ring = (...ids: string[]) =>
  new KeyRing(ids.map((id) => ({ id, secret: Buffer.alloc(32, id.charCodeAt(1)) })));

describe('SessionTokens', () => {
  it('are signed under the active key, and those of the one before still hold', () => {
    const { token: old } = new SessionTokens(ring('k1'), clock).issue(7, 'ses_x');
    const rotated = new SessionTokens(ring('k2', 'k1'), clock);
    const { token: fresh } = rotated.issue(7, 'ses_x');
    expect(jwt.decode(fresh, { complete: true })?.header.kid).toBe('k2');
    for (const token of [old, fresh])
      expect(sessionClaims.parse(rotated.verify(token))).toMatchObject({ sub: 7, sid: 'ses_x' });
  });

  it('do not hold once their key has left the ring', () => {
    const { token } = new SessionTokens(ring('k1'), clock).issue(7, 'ses_x');
    expect(new SessionTokens(ring('k2'), clock).verify(token)).toBeNull();
  });

  it('do not hold after an hour, by our own clock', () => {
    const { token } = new SessionTokens(ring('k1'), clock).issue(7, 'ses_x');
    const later = { now: () => new Date(Date.now() + 3_601_000) };
    expect(new SessionTokens(ring('k1'), later).verify(token)).toBeNull();
  });
});
