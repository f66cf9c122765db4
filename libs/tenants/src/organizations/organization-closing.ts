import { Inject, Injectable, Optional } from '@nestjs/common';
import { Clock, Database } from '@onegate/platform';
import type { Actor } from '../access/actor.js';
import { NoObligations, Obligations } from './obligations.js';
import { OrganizationAccess } from './organization-access.js';
import { accountObliged } from './organization.errors.js';
import { Tenant } from './tenant.entity.js';
import { TenantTrail } from './tenant-trail.js';

/** The end of an organization: invisible at once, its members' keys for it dead; its rows stay until they are purged. */
@Injectable()
export class OrganizationClosing {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly access: OrganizationAccess,
    private readonly trail: TenantTrail,
    @Optional() @Inject(Obligations) private readonly obligations: Obligations = new NoObligations(),
  ) {}

  async close(actor: Actor, publicId: string): Promise<void> {
    await this.database.transaction(async () => {
      const tenant = await this.access.enterAlone(actor, 'tenant.delete', publicId);
      const reasons = await this.obligations.ofTenant(tenant.id);
      if (reasons.length > 0) throw accountObliged({ reasons: reasons.join(' ') });
      const now = this.clock.now();
      await this.database.of(Tenant).update(tenant.id, { deletedAt: now, updatedAt: now });
      await this.leaveActiveAccounts(tenant.id);
      const people = await this.members(tenant.id);
      await this.trail.leave(actor, tenant, { action: 'organization.deleted', people });
    });
  }

  private async leaveActiveAccounts(tenantId: number): Promise<void> {
    await this.database.query('update users set active_tenant_id = null where active_tenant_id = $1', [
      tenantId,
    ]);
  }

  private async members(tenantId: number): Promise<number[]> {
    const rows = await this.database.query<{ user_id: string }>(
      'select user_id from memberships where tenant_id = $1',
      [tenantId],
    );
    return rows.map(({ user_id: userId }) => Number(userId));
  }
}
