import { Injectable } from '@nestjs/common';
import { cursorPage, Database, decodeCursor, encodeCursor } from '@onegate/platform';
import type { CursorPage, CursorQuery } from '@onegate/platform';
import { mayInTenant, OrganizationAccess, User } from '@onegate/tenants';
import { In, IsNull, LessThan, type FindOptionsWhere } from 'typeorm';
import { z } from 'zod';
import type { Principal } from '../principal.js';
import { ApiKey } from './api-key.entity.js';
import { type KeyDetails, toKeyDetails } from './key-details.js';

/** A key with whose it is. */
export interface OrganizationKey extends KeyDetails {
  readonly userId: string;
}

const position = z.object({ id: z.int() });

/** The keys that draw on an organization. */
@Injectable()
export class OrganizationKeys {
  constructor(
    private readonly database: Database,
    private readonly access: OrganizationAccess,
  ) {}

  /** The newest first. Who may not see those of others sees his own. */
  async list(
    who: Principal,
    organizationId: string,
    query: CursorQuery,
  ): Promise<CursorPage<OrganizationKey>> {
    const tenant = await this.access.enter(who, 'tenant.read', organizationId);
    const whose = mayInTenant(who, 'tenant.keys.read', tenant.id) ? {} : { userId: who.userId };
    const keys = await this.find({ tenantId: tenant.id, ...whose }, query);
    const owners = await this.ownersOf(keys);
    const toItem = (key: ApiKey) => ({
      ...toKeyDetails(key, tenant.publicId),
      userId: owners.get(key.userId) ?? '',
    });
    const page = cursorPage(keys, query.limit, ({ id }) => encodeCursor({ id }));
    return { ...page, items: page.items.map(toItem) };
  }

  private find(whose: FindOptionsWhere<ApiKey>, { cursor, limit }: CursorQuery): Promise<ApiKey[]> {
    const before = cursor ? { id: LessThan(decodeCursor(position, cursor).id) } : {};
    return this.database.of(ApiKey).find({
      where: { ...whose, ...before, revokedAt: IsNull() },
      order: { id: 'desc' },
      take: limit + 1,
    });
  }

  private async ownersOf(keys: readonly ApiKey[]): Promise<ReadonlyMap<number, string>> {
    const ids = [...new Set(keys.map(({ userId }) => userId))];
    const owners = await this.database.of(User).findBy({ id: In(ids) });
    return new Map(owners.map(({ id, publicId }) => [id, publicId]));
  }
}
