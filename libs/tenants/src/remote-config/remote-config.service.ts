import { Injectable } from '@nestjs/common';
import { Clock, Database, defineFailure, SecretBox, sealedColumn } from '@onegate/platform';
import type { Actor } from '../access/actor.js';
import { OrganizationAccess } from '../organizations/organization-access.js';
import { TenantTrail } from '../organizations/tenant-trail.js';
import { RemoteConfig } from './remote-config.entity.js';
import type { RemoteConfigChange } from './remote-config.schema.js';

const remoteConfigMissing = defineFailure('remote_config.missing', 'invalid_fields', '{message}');

/** A configuration that is switched off reads as an empty one. */
export interface RemoteConfigView {
  readonly enabled: boolean;
  readonly value: string;
}

export interface PersonalRemoteConfig extends RemoteConfigView {
  readonly organizationId: string;
  /** Every organization that prescribes something to the person. */
  readonly organizations: readonly { readonly organizationId: string; readonly name: string }[];
}

interface PrescriberRow {
  readonly tenant_id: string;
  readonly public_id: string;
  readonly name: string;
  readonly sealed_value: string;
}

/** What organizations prescribe to the editors of their members. */
@Injectable()
export class RemoteConfigService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly box: SecretBox,
    private readonly access: OrganizationAccess,
    private readonly trail: TenantTrail,
  ) {}

  async read(actor: Actor, organizationId: string): Promise<RemoteConfigView> {
    const tenant = await this.access.enter(actor, 'tenant.remote-config.read', organizationId);
    const config = await this.database.of(RemoteConfig).findOneBy({ tenantId: tenant.id });
    return this.view(config);
  }

  /** That of the active account, else that of the organization he joined first; `null` when nobody prescribes anything. */
  async prescribedTo({ userId }: Actor): Promise<PersonalRemoteConfig | null> {
    const rows = await this.database.query<PrescriberRow>(
      `select t.id as tenant_id, t.public_id, t.name, c.sealed_value
       from memberships m join users u on u.id = m.user_id
       join tenants t on t.id = m.tenant_id and t.deleted_at is null
       join remote_configs c on c.tenant_id = t.id and c.enabled
       where m.user_id = $1
       order by t.id is not distinct from u.active_tenant_id desc, m.id`,
      [userId],
    );
    const [first] = rows;
    if (!first) return null;
    return {
      organizationId: first.public_id,
      enabled: true,
      value: this.open(Number(first.tenant_id), first.sealed_value),
      organizations: rows.map(({ public_id: id, name }) => ({ organizationId: id, name })),
    };
  }

  /** Without a value only the switch changes. */
  async put(actor: Actor, organizationId: string, change: RemoteConfigChange): Promise<RemoteConfigView> {
    return this.database.transaction(async () => {
      const tenant = await this.access.enterAlone(actor, 'tenant.remote-config.write', organizationId);
      const before = await this.database.of(RemoteConfig).findOneBy({ tenantId: tenant.id });
      const sealedValue = this.sealed(tenant.id, change.value) ?? before?.sealedValue;
      if (sealedValue === undefined) return this.nothingToKeep(change);
      const after = {
        tenantId: tenant.id,
        enabled: change.enabled,
        sealedValue,
        updatedAt: this.clock.now(),
      };
      await this.database.of(RemoteConfig).save(after);
      const changes = { enabled: change.enabled, valueChanged: change.value !== undefined };
      await this.trail.leave(actor, tenant, { action: 'remote_config.updated', changes });
      return this.view(after);
    });
  }

  /** Nothing was ever set: that can be switched off, but not on. */
  private nothingToKeep({ enabled }: RemoteConfigChange): RemoteConfigView {
    if (!enabled) return this.view(null);
    const fields = { value: ['The value field is required.'] };
    throw remoteConfigMissing({ message: 'There is no configuration to enable.' }, { fields });
  }

  private view(config: Pick<RemoteConfig, 'tenantId' | 'enabled' | 'sealedValue'> | null): RemoteConfigView {
    if (!config?.enabled) return { enabled: false, value: '' };
    return { enabled: true, value: this.open(config.tenantId, config.sealedValue) };
  }

  private open(tenantId: number, sealed: string): string {
    return this.box.open(contextOf(tenantId), sealed);
  }

  private sealed(tenantId: number, value: string | undefined): string | undefined {
    return value === undefined ? undefined : this.box.seal(contextOf(tenantId), value);
  }
}

/** Binds the sealed text to its organization. */
function contextOf(tenantId: number): string {
  return `remote-config/${tenantId}`;
}

export const sealedRemoteConfig = sealedColumn(RemoteConfig, 'sealedValue', ({ tenantId }) =>
  contextOf(tenantId),
);
