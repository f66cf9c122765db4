import { Injectable } from '@nestjs/common';
import { Database } from '@onegate/platform';
import { lastOwner } from './membership.errors.js';

/** Holds that an organization always has an owner who can act. */
@Injectable()
export class Ownership {
  constructor(private readonly database: Database) {}

  /** Called after an owner went, with the organization locked: fails, and so undoes the change, when he was the last. */
  async requireOwner(tenantId: number): Promise<void> {
    const owners = await this.database.query(
      `select from memberships m join users u on u.id = m.user_id and u.status = 'active'
       where m.tenant_id = $1 and m.role = 'owner' limit 1`,
      [tenantId],
    );
    if (owners.length === 0) throw lastOwner();
  }
}
