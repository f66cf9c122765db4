import { Injectable } from '@nestjs/common';
import { Clock, Database } from '@onegate/platform';
import { User } from '@onegate/tenants';
import { IsNull } from 'typeorm';
import { refreshInvalid } from '../auth.errors.js';
import { CopiedSessions } from './copied-sessions.js';
import { RefreshTokens } from './refresh-tokens.js';
import { Session } from './session.entity.js';
import { sessionMillis } from './sessions.service.js';
import { TokenPairs, type IssuedTokens } from './token-pairs.js';

export interface Renewed extends IssuedTokens {
  readonly user: User;
}

/**
 * Exchanges a refresh token for new tokens. Each can be exchanged once: one that comes a second time was copied, by
 * somebody we cannot tell from the owner, so the session ends for both.
 */
@Injectable()
export class SessionRenewal {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly refreshTokens: RefreshTokens,
    private readonly pairs: TokenPairs,
    private readonly copied: CopiedSessions,
  ) {}

  async renew(refreshToken: string): Promise<Renewed> {
    const publicId = this.refreshTokens.sessionOf(refreshToken);
    const session = publicId && (await this.liveSession(publicId));
    const user = session && (await this.ownerOf(session));
    if (!user) throw refreshInvalid();
    const renewed = await this.exchange(session, refreshToken);
    if (renewed) return { ...renewed, user };
    await this.copied.end(session, user);
    throw refreshInvalid();
  }

  private async liveSession(publicId: string): Promise<Session | null> {
    const session = await this.database.of(Session).findOneBy({ publicId, revokedAt: IsNull() });
    return session && session.expiresAt > this.clock.now() ? session : null;
  }

  private ownerOf({ userId }: Session): Promise<User | null> {
    return this.database.of(User).findOneBy({ id: userId, status: 'active' });
  }

  /** `null` when the token is not the one that is good now, or another exchange of it was faster. */
  private async exchange(session: Session, refreshToken: string): Promise<IssuedTokens | null> {
    if (!this.refreshTokens.matches(refreshToken, session.refreshHash)) return null;
    const now = this.clock.now();
    const { pair, refreshHash } = this.pairs.issue(session.userId, session.publicId);
    const { affected } = await this.database
      .of(Session)
      .update(
        { id: session.id, refreshHash: session.refreshHash, revokedAt: IsNull() },
        { refreshHash, lastUsedAt: now, expiresAt: new Date(now.getTime() + sessionMillis) },
      );
    return affected === 1 ? pair : null;
  }
}
