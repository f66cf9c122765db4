import { Injectable } from '@nestjs/common';
import { Clock, Database, defineFailure, SecretBox, sealedColumn } from '@onegate/platform';
import type { Actor } from '../access/actor.js';
import { OrganizationAccess } from '../organizations/organization-access.js';
import { TenantTrail } from '../organizations/tenant-trail.js';
import { ProviderKey } from './provider-key.entity.js';
import { isProviderName, type ProviderKeyChange } from './provider-key.schema.js';

const providerUnknown = defineFailure('provider_key.unknown', 'not_found', 'Provider key not found');

export interface ProviderKeyAddress {
  readonly organizationId: string;
  readonly provider: string;
}

/** The provider keys that an organization shares with its members. */
@Injectable()
export class ProviderKeysService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly box: SecretBox,
    private readonly access: OrganizationAccess,
    private readonly trail: TenantTrail,
  ) {}

  /** In the clear, by provider: the members' editors call the providers with them. */
  async read(actor: Actor, organizationId: string): Promise<Map<string, string>> {
    const tenant = await this.access.enter(actor, 'tenant.remote-config.read', organizationId);
    const keys = await this.database
      .of(ProviderKey)
      .find({ where: { tenantId: tenant.id }, order: { provider: 'asc' } });
    return new Map(
      keys.map(({ provider, sealedKey }) => [
        provider,
        this.box.open(contextOf(tenant.id, provider), sealedKey),
      ]),
    );
  }

  async put(actor: Actor, address: ProviderKeyAddress, { apiKey }: ProviderKeyChange): Promise<void> {
    const { organizationId, provider } = address;
    await this.database.transaction(async () => {
      const tenant = await this.access.enterAlone(actor, 'tenant.remote-config.write', organizationId);
      if (!isProviderName(provider)) throw providerUnknown();
      const sealedKey = this.box.seal(contextOf(tenant.id, provider), apiKey);
      await this.database.query(
        `insert into provider_keys (tenant_id, provider, sealed_key, created_at, updated_at)
         values ($1, $2, $3, $4, $4) on conflict on constraint provider_keys_tenant_provider
         do update set sealed_key = excluded.sealed_key, updated_at = excluded.updated_at`,
        [tenant.id, provider, sealedKey, this.clock.now()],
      );
      await this.trail.leave(actor, tenant, { action: 'provider_key.set', changes: { provider } });
    });
  }

  async remove(actor: Actor, { organizationId, provider }: ProviderKeyAddress): Promise<void> {
    await this.database.transaction(async () => {
      const tenant = await this.access.enterAlone(actor, 'tenant.remote-config.write', organizationId);
      const { affected } = isProviderName(provider)
        ? await this.database.of(ProviderKey).delete({ tenantId: tenant.id, provider })
        : { affected: 0 };
      if (!affected) throw providerUnknown();
      await this.trail.leave(actor, tenant, { action: 'provider_key.removed', changes: { provider } });
    });
  }
}

/** Binds the sealed text to its organization and provider. */
function contextOf(tenantId: number, provider: string): string {
  return `provider-key/${tenantId}/${provider}`;
}

export const sealedProviderKey = sealedColumn(ProviderKey, 'sealedKey', ({ tenantId, provider }) =>
  contextOf(tenantId, provider),
);
