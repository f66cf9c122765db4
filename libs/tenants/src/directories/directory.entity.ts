import { IdColumn, ReferenceColumn, TimeColumn } from '@onegate/platform';
import { Column, Entity } from 'typeorm';
import type { JsonMapping } from './directory.schema.js';

export type DirectoryKind = 'scim' | 'json';

/** Where a tenant's people are kept, outside of here. */
@Entity('directories')
export class Directory {
  @IdColumn()
  id!: number;

  /** `dir_…` */
  @Column({ name: 'public_id', type: 'text', unique: true })
  publicId!: string;

  @ReferenceColumn('tenant_id', { unique: true })
  tenantId!: number;

  @Column('text')
  kind!: DirectoryKind;

  @Column({ name: 'base_url', type: 'text' })
  baseUrl!: string;

  @Column({ name: 'sealed_credentials', type: 'text', nullable: true })
  sealedCredentials!: string | null;

  /** Where a JSON directory keeps what; none for SCIM, which says so itself. */
  @Column({ type: 'jsonb', nullable: true })
  mapping!: JsonMapping | null;

  /** None: only when somebody asks for it. */
  @Column({ name: 'sync_every_minutes', type: 'integer', nullable: true })
  syncEveryMinutes!: number | null;

  /** When more of the people than this would go, a run stops for a person to confirm it. */
  @Column({ name: 'max_departure_percent', type: 'integer' })
  maxDeparturePercent!: number;

  @Column('boolean')
  enabled!: boolean;

  @TimeColumn('next_sync_at', { nullable: true })
  nextSyncAt!: Date | null;

  @TimeColumn('created_at')
  createdAt!: Date;

  @TimeColumn('updated_at')
  updatedAt!: Date;
}
