import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock, Database, KeyRing, TokenHasher } from '@onegate/platform';
import { ActorsService, type Actor } from '@onegate/tenants';
import { In, IsNull, MoreThan } from 'typeorm';
import type { KnownCaller } from '../access/known-callers.js';
import { AddressRanges } from './address-ranges.js';
import { ApiKey } from './api-key.entity.js';
import { grantOf } from './key-grant.js';

/** Who stands behind a key, as the database has it. */
@Injectable()
export class KeyLookup {
  private readonly hasher: TokenHasher;

  constructor(
    private readonly database: Database,
    private readonly actors: ActorsService,
    private readonly clock: Clock,
    ring: KeyRing,
  ) {
    this.hasher = new TokenHasher(ring, 'api-key');
  }

  /** Stands for the key in memory, so that no key lies around there. Never stored: a plain hash is a tenth of the work. */
  fingerprintOf(value: string): string {
    return hash('sha256', value, 'base64url');
  }

  /** `null` for a key that was revoked, or whose owner may not act on its account any more. */
  async find(value: string): Promise<KnownCaller | null> {
    const hashes = this.hasher.candidates(value);
    const key = await this.keyWith(hashes);
    const actor = key && (await this.actors.actorOf(key.userId));
    const restricted = actor && restrictedTo(key, actor);
    if (!restricted) return null;
    return {
      principal: { ...restricted, keyId: key.id, key: grantOf(key), sessionId: null },
      until: hashes.includes(key.hash) ? key.expiresAt : earlier(key.previousUntil, key.expiresAt),
      addresses: key.allowedIps && new AddressRanges(key.allowedIps),
    };
  }

  /** Under every hash key in use, so that keys survive a rotation of the master secret. */
  private keyWith(hashes: string[]): Promise<ApiKey | null> {
    return this.database.of(ApiKey).findOneBy([
      { hash: In(hashes), revokedAt: IsNull() },
      { previousHash: In(hashes), previousUntil: MoreThan(this.clock.now()), revokedAt: IsNull() },
    ]);
  }
}

/**
 * A key acts for its owner on one account and nowhere else: it never administers the platform, a personal one has no
 * say in any organization, and one of an organization is dead once its owner has left.
 */
function restrictedTo({ tenantId }: ApiKey, actor: Actor): Actor | null {
  const personal = {
    ...actor,
    isSuperAdmin: false,
    homeTenantId: null,
    activeTenantId: tenantId,
    roles: new Map(),
  };
  if (tenantId === null) return personal;
  const role = actor.roles.get(tenantId);
  if (!role) return null;
  const homeTenantId = actor.homeTenantId === tenantId ? tenantId : null;
  return { ...personal, homeTenantId, roles: new Map([[tenantId, role]]) };
}

function earlier(one: Date | null, other: Date | null): Date | null {
  if (!one || !other) return one ?? other;
  return one < other ? one : other;
}
