import { Injectable } from '@nestjs/common';
import { ChangeNews, Clock, Database, newId, requestContext } from '@onegate/platform';
import { userChanged } from '@onegate/tenants';
import { IsNull, MoreThan } from 'typeorm';
import { sessionEnded } from '../access/access.channels.js';
import { sessionUnknown } from '../auth.errors.js';
import { Session } from './session.entity.js';
import { TokenPairs, type IssuedTokens } from './token-pairs.js';

const day = 24 * 3_600_000;
/** A session that nobody continues for so long is over. */
export const sessionMillis = 30 * day;

/** A session as its owner gets to see it. */
export interface SessionSummary {
  readonly id: string;
  readonly isCurrent: boolean;
  readonly userAgent: string | null;
  readonly ip: string | null;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
  readonly expiresAt: Date;
}

interface Holder {
  readonly userId: number;
  readonly sessionId: number | null;
}

/** Opens and ends sessions. An ended one is dead everywhere within a second. */
@Injectable()
export class Sessions {
  constructor(
    private readonly database: Database,
    private readonly news: ChangeNews,
    private readonly clock: Clock,
    private readonly pairs: TokenPairs,
  ) {}

  async open(userId: number): Promise<IssuedTokens> {
    const now = this.clock.now();
    const publicId = newId('ses');
    const { pair, refreshHash } = this.pairs.issue(userId, publicId);
    const client = requestContext.getStore();
    await this.database.of(Session).insert({
      publicId,
      userId,
      refreshHash,
      userAgent: client?.userAgent ?? null,
      ip: client?.ip ?? null,
      createdAt: now,
      lastUsedAt: now,
      expiresAt: new Date(now.getTime() + sessionMillis),
    });
    return pair;
  }

  async list({ userId, sessionId }: Holder): Promise<SessionSummary[]> {
    const sessions = await this.database.of(Session).find({
      where: { userId, revokedAt: IsNull(), expiresAt: MoreThan(this.clock.now()) },
      order: { lastUsedAt: 'desc', id: 'desc' },
      take: 200,
    });
    return sessions.map((session) => ({
      id: session.publicId,
      isCurrent: session.id === sessionId,
      userAgent: session.userAgent,
      ip: session.ip,
      createdAt: session.createdAt,
      lastUsedAt: session.lastUsedAt,
      expiresAt: session.expiresAt,
    }));
  }

  /** Ends one session of the person's own; what is not his does not exist for him. */
  async endOwn(userId: number, publicId: string): Promise<void> {
    const session = await this.database.of(Session).findOneBy({ userId, publicId, revokedAt: IsNull() });
    if (!session) throw sessionUnknown();
    await this.end(session.id);
  }

  async end(sessionId: number): Promise<void> {
    await this.database.transaction(async () => {
      await this.news.tell(sessionEnded, { sessionId });
      await this.revoke({ id: sessionId });
    });
  }

  /** Joins the transaction under way: a new password and the end of the sessions that the old one opened are one step. */
  async endAllOf(userId: number): Promise<void> {
    await this.database.transaction(async () => {
      await this.news.tell(userChanged, { userId });
      await this.revoke({ userId });
    });
  }

  private async revoke(which: { id: number } | { userId: number }): Promise<void> {
    const revokedAt = this.clock.now();
    await this.database.of(Session).update({ ...which, revokedAt: IsNull() }, { revokedAt });
  }
}
