import { Injectable } from '@nestjs/common';
import { Database } from '@onegate/platform';
import { IsNull } from 'typeorm';
import type { Actor } from '../access/actor.js';
import { Tenant } from './tenant.entity.js';

/** The tenant that somebody belongs to on the admin surface. */
@Injectable()
export class HomeTenants {
  constructor(private readonly database: Database) {}

  async of({ homeTenantId }: Actor): Promise<Tenant | null> {
    if (homeTenantId === null) return null;
    return this.database.of(Tenant).findOneBy({ id: homeTenantId, deletedAt: IsNull() });
  }
}
