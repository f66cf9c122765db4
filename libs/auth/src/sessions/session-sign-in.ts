import { Injectable } from '@nestjs/common';
import { ActorsService } from '@onegate/tenants';
import type { Principal } from '../principal.js';
import { sessionClaims, SessionTokens } from './session-tokens.js';

/** Who stands behind a session token. */
@Injectable()
export class SessionSignIn {
  constructor(
    private readonly tokens: SessionTokens,
    private readonly actors: ActorsService,
  ) {}

  /** For callers that are not a guarded route: `null` for a token that does not hold. */
  async principalOf(token: string): Promise<Principal | null> {
    return this.principalOfClaims(this.tokens.verify(token));
  }

  /** For claims whose signature and dates have been verified. */
  async principalOfClaims(payload: unknown): Promise<Principal | null> {
    const claims = sessionClaims.safeParse(payload);
    const actor = claims.success ? await this.actors.actorOf(claims.data.sub) : null;
    return actor && { ...actor, keyId: null };
  }
}
