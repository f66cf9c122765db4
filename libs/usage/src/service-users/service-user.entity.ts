import type { AccountTag } from '@onegate/billing';
import { IdColumn, TimeColumn } from '@onegate/platform';
import { Column, Entity, Unique } from 'typeorm';

/** An end user of an account's own app, as its calls name him. */
@Entity('service_users')
@Unique('service_users_account_name', ['account', 'name'])
export class ServiceUser {
  @IdColumn()
  id!: number;

  /** `sus_…` */
  @Column({ name: 'public_id', type: 'text', unique: true })
  publicId!: string;

  @Column({ type: 'text', collation: 'C' })
  account!: AccountTag;

  /** What calls give as `user`, `safety_identifier` or `metadata.user_id`. */
  @Column('text')
  name!: string;

  @TimeColumn('first_seen_at')
  firstSeenAt!: Date;
}
