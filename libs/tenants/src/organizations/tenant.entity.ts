import { Column, Entity } from 'typeorm';
import { IdColumn, TimeColumn } from '@onegate/platform';

/** A company with its people: "tenant" on the admin surface, "organization" on the account surface. */
@Entity('tenants')
export class Tenant {
  @IdColumn()
  id!: number;

  /** `org_…` */
  @Column({ name: 'public_id', type: 'text', unique: true })
  publicId!: string;

  @Column('text')
  name!: string;

  /** Where its days begin and end in statistics: `Europe/Athens`. Those of budgets are a setting for all. */
  @Column({ name: 'time_zone', type: 'text', default: 'UTC' })
  timeZone!: string;

  @TimeColumn('created_at')
  createdAt!: Date;

  @TimeColumn('updated_at')
  updatedAt!: Date;

  /** Set when it was deleted: invisible from then on, purged later. */
  @TimeColumn('deleted_at', { nullable: true })
  deletedAt!: Date | null;
}
