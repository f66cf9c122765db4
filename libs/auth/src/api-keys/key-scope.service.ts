import { Injectable } from '@nestjs/common';
import { Database } from '@onegate/platform';
import { mayInTenant, Tenant } from '@onegate/tenants';
import { In, IsNull } from 'typeorm';
import { notPermitted } from '../auth.errors.js';
import type { Principal } from '../principal.js';
import { ApiKey } from './api-key.entity.js';
import { keyAccountUnknown, keyLimited, keyNotFound } from './key.errors.js';

/** Which keys somebody may see and change. */
@Injectable()
export class KeyScope {
  constructor(private readonly database: Database) {}

  /** His own keys that work, on the accounts that he can draw on. */
  async own(who: Principal): Promise<ApiKey[]> {
    const keys = await this.database.of(ApiKey).find({
      where: { userId: who.userId, revokedAt: IsNull() },
      order: { id: 'desc' },
      take: 1_000,
    });
    return keys.filter((key) => isOwn(who, key));
  }

  /** One of his own, or one that draws on an organization whose keys he may see. */
  async visible(who: Principal, publicId: string): Promise<ApiKey> {
    const key = await this.database.of(ApiKey).findOneBy({ publicId, revokedAt: IsNull() });
    if (!key || (!isOwn(who, key) && !mayFor(who, 'tenant.keys.read', key))) throw keyNotFound();
    return key;
  }

  async changeable(who: Principal, publicId: string): Promise<ApiKey> {
    const key = await this.visible(who, publicId);
    if (!isOwn(who, key) && !mayFor(who, 'tenant.keys.write', key)) {
      throw notPermitted({ permission: 'tenant.keys.write' });
    }
    refuseLimited(who);
    return key;
  }

  /** His own only: who gets a key's value acts as its owner. */
  async renewable(who: Principal, publicId: string): Promise<ApiKey> {
    const key = await this.visible(who, publicId);
    if (!isOwn(who, key)) throw notPermitted({ permission: 'to be the owner of the key' });
    refuseLimited(who);
    return key;
  }

  /** The account that a new key draws on: what the caller asks for, within what he can draw on himself. */
  async accountFor(who: Principal, organizationId: string | null | undefined): Promise<number | null> {
    refuseLimited(who);
    const tenantId = organizationId ? await this.tenantIdOf(organizationId) : (who.key?.tenantId ?? null);
    if (!canDrawOn(who, tenantId)) throw keyAccountUnknown();
    return tenantId;
  }

  /** Public ids of the organizations that the keys draw on. */
  async organizationIds(keys: readonly ApiKey[]): Promise<ReadonlyMap<number, string>> {
    const ids = [...new Set(keys.map(({ tenantId }) => tenantId).filter((id) => id !== null))];
    if (ids.length === 0) return new Map();
    const tenants = await this.database.of(Tenant).find({ where: { id: In(ids) } });
    return new Map(tenants.map(({ id, publicId }) => [id, publicId]));
  }

  private async tenantIdOf(publicId: string): Promise<number> {
    const tenant = await this.database.of(Tenant).findOneBy({ publicId, deletedAt: IsNull() });
    if (!tenant) throw keyAccountUnknown();
    return tenant.id;
  }
}

function isOwn(who: Principal, key: ApiKey): boolean {
  return key.userId === who.userId && canDrawOn(who, key.tenantId);
}

/** Members draw on their organization; who came with a key draws on what that key draws on. */
function canDrawOn(who: Principal, tenantId: number | null): boolean {
  if (who.key && who.key.tenantId !== tenantId) return false;
  return tenantId === null || (who.roles.has(tenantId) && mayInTenant(who, 'tenant.keys.create', tenantId));
}

function mayFor(who: Principal, permission: 'tenant.keys.read' | 'tenant.keys.write', key: ApiKey): boolean {
  return key.tenantId !== null && mayInTenant(who, permission, key.tenantId);
}

/** Else a key with a quota could make another one, and another. */
function refuseLimited(who: Principal): void {
  if (who.key && !who.key.isUnlimited) throw keyLimited();
}
