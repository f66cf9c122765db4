import { Column, Entity, Unique } from 'typeorm';
import { IdColumn, ReferenceColumn, TimeColumn } from '@onegate/platform';

/** A key for a provider that an organization shares with the editors of its members. */
@Entity('provider_keys')
@Unique('provider_keys_tenant_provider', ['tenantId', 'provider'])
export class ProviderKey {
  @IdColumn()
  id!: number;

  @ReferenceColumn('tenant_id')
  tenantId!: number;

  /** As editors name it: `litellm`. */
  @Column('text')
  provider!: string;

  @Column({ name: 'sealed_key', type: 'text' })
  sealedKey!: string;

  @TimeColumn('created_at')
  createdAt!: Date;

  @TimeColumn('updated_at')
  updatedAt!: Date;
}
