import { Injectable } from '@nestjs/common';
import { Clock, KeyRing, randomToken } from '@onegate/platform';
import jwt from 'jsonwebtoken';
import { z } from 'zod';

/** What every session token must satisfy, whoever verifies it. */
export const sessionRules = { issuer: 'onegate', audience: 'onegate-api', algorithms: ['HS256' as const] };
const sessionSeconds = 3_600;

/** What a session token says; checked again when it comes back. */
export const sessionClaims = z.object({
  sub: z.coerce.number().int(),
  jti: z.string(),
  sid: z.string(),
  exp: z.number(),
});

export interface AccessToken {
  readonly token: string;
  readonly expiresIn: number;
  readonly expiresAt: Date;
}

/** Issues the tokens that people sign in with. Short-lived, signed with a key of the ring that `kid` names. */
@Injectable()
export class SessionTokens {
  constructor(
    private readonly ring: KeyRing,
    private readonly clock: Clock,
  ) {}

  issue(userId: number, sessionPublicId: string): AccessToken {
    const issuedAt = Math.floor(this.clock.now().getTime() / 1000);
    const exp = issuedAt + sessionSeconds;
    const keyid = this.ring.activeId;
    const token = jwt.sign(
      { sub: String(userId), sid: sessionPublicId, jti: randomToken(12), iat: issuedAt, exp },
      this.keyFor(keyid),
      { algorithm: 'HS256', issuer: sessionRules.issuer, audience: sessionRules.audience, keyid },
    );
    return { token, expiresIn: sessionSeconds, expiresAt: new Date(exp * 1000) };
  }

  /** The claims of a token that holds, else `null`. */
  verify(token: string): unknown {
    try {
      const clockTimestamp = Math.floor(this.clock.now().getTime() / 1000);
      return jwt.verify(token, this.verificationKeyOf(token), { ...sessionRules, clockTimestamp });
    } catch {
      return null;
    }
  }

  /** The secret that verifies a token, by the key id in its header; throws for one we do not have. */
  verificationKeyOf(token: string): Buffer {
    const decoded = jwt.decode(token, { complete: true });
    return this.keyFor(decoded?.header.kid ?? '');
  }

  private keyFor(keyId: string): Buffer {
    return this.ring.subkey('session', keyId).export();
  }
}
