import { Injectable } from '@nestjs/common';
import { ChangeNews, Clock, Database, newId, requestContext } from '@onegate/platform';
import { AuditLog, userChanged } from '@onegate/tenants';
import { IsNull, MoreThan } from 'typeorm';
import { sessionEnded } from '../access/access.channels.js';
import { needsSession, sessionUnknown } from '../auth.errors.js';
import type { Principal } from '../principal.js';
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

/** Opens and ends sessions. An ended one is dead everywhere within a second. */
@Injectable()
export class Sessions {
  constructor(
    private readonly database: Database,
    private readonly news: ChangeNews,
    private readonly clock: Clock,
    private readonly pairs: TokenPairs,
    private readonly audit: AuditLog,
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

  async list(who: Principal): Promise<SessionSummary[]> {
    const current = sessionOf(who);
    const sessions = await this.database.of(Session).find({
      where: { userId: who.userId, revokedAt: IsNull(), expiresAt: MoreThan(this.clock.now()) },
      order: { lastUsedAt: 'desc', id: 'desc' },
      take: 200,
    });
    return sessions.map((session) => toSummary(session, current));
  }

  async endCurrent(who: Principal): Promise<void> {
    await this.end(sessionOf(who));
  }

  /** Ends one session of the person's own; what is not his does not exist for him. */
  async endOwn(who: Principal, publicId: string): Promise<void> {
    sessionOf(who);
    const own = { userId: who.userId, publicId, revokedAt: IsNull() };
    const session = await this.database.of(Session).findOneBy(own);
    if (!session) throw sessionUnknown();
    await this.end(session.id);
  }

  async endOwnAll(who: Principal): Promise<void> {
    sessionOf(who);
    await this.database.transaction(async () => {
      await this.endAllOf(who.userId);
      await this.audit.record(who, {
        action: 'user.signed_out_everywhere',
        target: { kind: 'user', id: who.userPublicId },
        tenantId: who.homeTenantId,
      });
    });
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

/** A key must not look at its owner's sessions, nor end them. */
function sessionOf({ sessionId }: Principal): number {
  if (sessionId === null) throw needsSession();
  return sessionId;
}

function toSummary(session: Session, current: number): SessionSummary {
  return {
    id: session.publicId,
    isCurrent: session.id === current,
    userAgent: session.userAgent,
    ip: session.ip,
    createdAt: session.createdAt,
    lastUsedAt: session.lastUsedAt,
    expiresAt: session.expiresAt,
  };
}
