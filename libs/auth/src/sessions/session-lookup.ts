import { Injectable } from '@nestjs/common';
import { Database } from '@onegate/platform';
import { ActorsService } from '@onegate/tenants';
import { IsNull } from 'typeorm';
import { type KnownCaller } from '../access/known-callers.js';
import { Session } from './session.entity.js';

/** Who stands behind a session, as the database has it. */
@Injectable()
export class SessionLookup {
  constructor(
    private readonly database: Database,
    private readonly actors: ActorsService,
  ) {}

  /** `null` for one that was ended, or whose owner may not act. */
  async find(publicId: string): Promise<KnownCaller | null> {
    const session = await this.database.of(Session).findOneBy({ publicId, revokedAt: IsNull() });
    const actor = session && (await this.actors.actorOf(session.userId));
    if (!actor) return null;
    const principal = { ...actor, keyId: null, key: null, sessionId: session.id };
    return { principal, until: session.expiresAt, addresses: null };
  }
}
