import { Column, Entity, Unique } from 'typeorm';
import { IdColumn, ReferenceColumn, TimeColumn } from '@onegate/platform';
import type { TenantRole } from '../access/roles.js';

/** That a person belongs to a tenant, and as what. */
@Entity('memberships')
@Unique('memberships_tenant_user', ['tenantId', 'userId'])
export class Membership {
  @IdColumn()
  id!: number;

  /** `mem_…` */
  @Column({ name: 'public_id', type: 'text', unique: true })
  publicId!: string;

  @ReferenceColumn('tenant_id')
  tenantId!: number;

  @ReferenceColumn('user_id')
  userId!: number;

  @Column('text')
  role!: TenantRole;

  @TimeColumn('created_at')
  createdAt!: Date;
}
