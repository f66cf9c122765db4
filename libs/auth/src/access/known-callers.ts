import { Injectable, type OnModuleInit } from '@nestjs/common';
import { FreshCache, RedisChannels, type NewsPhase } from '@onegate/platform';
import { userChanged } from '@onegate/tenants';
import type { AddressRanges } from '../api-keys/address-ranges.js';
import type { Principal } from '../principal.js';
import { keyChanged, sessionEnded } from './access.channels.js';

/** A caller as his credential was last looked up. */
export interface KnownCaller {
  readonly principal: Principal;
  /** When the credential ends by itself. */
  readonly until: Date | null;
  /** Where it may be used from; none is anywhere. */
  readonly addresses: AddressRanges | null;
}

const capacity = 20_000;

/**
 * Who stands behind the credentials in use, remembered by this process so that a call does not touch the database.
 * News of ended sessions, changed keys and changed people reach it at once; while they might not, it asks again.
 */
@Injectable()
export class KnownCallers implements OnModuleInit {
  private readonly cache: FreshCache<KnownCaller>;

  constructor(private readonly channels: RedisChannels) {
    this.cache = new FreshCache({ capacity, isCurrent: () => channels.isCurrent(), tagsOf });
    channels.onMissed(() => this.cache.clear());
  }

  async onModuleInit(): Promise<void> {
    await Promise.all([
      this.channels.subscribe(userChanged, ({ userId }, phase) => this.changed(`user:${userId}`, phase)),
      this.channels.subscribe(keyChanged, ({ keyId }, phase) => this.changed(`key:${keyId}`, phase)),
      this.channels.subscribe(sessionEnded, ({ sessionId }, phase) =>
        this.changed(`session:${sessionId}`, phase),
      ),
    ]);
  }

  /** `null` for a credential that nobody stands behind. */
  get(credential: string, look: () => Promise<KnownCaller | null>): Promise<KnownCaller | null> {
    return this.cache.get(credential, look);
  }

  private changed(tag: string, phase: NewsPhase): void {
    if (phase === 'coming') this.cache.doubt(tag);
    else this.cache.forget(tag);
  }
}

function tagsOf({ principal }: KnownCaller): string[] {
  const credential = principal.keyId === null ? `session:${principal.sessionId}` : `key:${principal.keyId}`;
  return [`user:${principal.userId}`, credential];
}
