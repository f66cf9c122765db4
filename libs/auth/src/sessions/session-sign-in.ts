import { Injectable } from '@nestjs/common';
import { Clock } from '@onegate/platform';
import { KnownCallers } from '../access/known-callers.js';
import { LastUse } from '../last-use/last-use.service.js';
import type { Principal } from '../principal.js';
import { SessionLookup } from './session-lookup.js';
import { sessionClaims, SessionTokens } from './session-tokens.js';

/** Who stands behind a session token. */
@Injectable()
export class SessionSignIn {
  constructor(
    private readonly tokens: SessionTokens,
    private readonly callers: KnownCallers,
    private readonly lookup: SessionLookup,
    private readonly lastUse: LastUse,
    private readonly clock: Clock,
  ) {}

  /** For callers that are not a guarded route: `null` for a token that does not hold. */
  async principalOf(token: string): Promise<Principal | null> {
    return this.principalOfClaims(this.tokens.verify(token));
  }

  /** Unix seconds at which a token ends by itself; `null` for one that does not hold. */
  expiryOf(token: string): number | null {
    return sessionClaims.safeParse(this.tokens.verify(token)).data?.exp ?? null;
  }

  /** For claims whose signature has been verified: `null` when the session is over or its owner may not act. */
  async principalOfClaims(payload: unknown): Promise<Principal | null> {
    const { data: claims } = sessionClaims.safeParse(payload);
    if (!claims || claims.exp * 1000 <= this.clock.now().getTime()) return null;
    const caller = await this.callers.get(`session:${claims.sid}`, () => this.lookup.find(claims.sid));
    if (!caller || (caller.until && caller.until <= this.clock.now())) return null;
    const { principal } = caller;
    if (principal.userId !== claims.sub) return null;
    if (principal.sessionId !== null) this.lastUse.note('sessions', principal.sessionId);
    return principal;
  }
}
