import { Column, Entity } from 'typeorm';
import { IdColumn, ReferenceColumn, TimeColumn } from '@onegate/platform';

/**
 * Deactivated people keep their history and can come back; their sessions and keys are dead. Deleted ones cannot:
 * what is left of them is a nameless row that their history hangs on.
 */
export type UserStatus = 'active' | 'deactivated' | 'deleted';

/** A person with an account. */
@Entity('users')
export class User {
  @IdColumn()
  id!: number;

  /** `usr_…`: what every surface but the admin one shows. */
  @Column({ name: 'public_id', type: 'text', unique: true })
  publicId!: string;

  /** In lower case. */
  @Column({ type: 'text', unique: true })
  email!: string;

  /** The e-mail that he was last shown to own: by Google, or by a code that was mailed there. */
  @Column({ name: 'verified_email', type: 'text', nullable: true })
  verifiedEmail!: string | null;

  @Column('text')
  name!: string;

  @Column({ name: 'photo_url', type: 'text', nullable: true })
  photoUrl!: string | null;

  @Column({ type: 'text', default: 'active' })
  status!: UserStatus;

  /** A role of the platform, not of a tenant. */
  @Column({ name: 'is_super_admin', type: 'boolean', default: false })
  isSuperAdmin!: boolean;

  /** The home tenant: the one that the admin surface shows him under, and whose directory manages him. */
  @ReferenceColumn('tenant_id', { nullable: true })
  tenantId!: number | null;

  /** His id in the directory of the home tenant, which then manages him. */
  @Column({ name: 'external_id', type: 'text', nullable: true })
  externalId!: string | null;

  /** The account that interactive calls draw on; none is the personal one. */
  @ReferenceColumn('active_tenant_id', { nullable: true })
  activeTenantId!: number | null;

  @Column({ name: 'password_hash', type: 'text', nullable: true })
  passwordHash!: string | null;

  @TimeColumn('terms_accepted_at', { nullable: true })
  termsAcceptedAt!: Date | null;

  @TimeColumn('created_at')
  createdAt!: Date;

  @TimeColumn('updated_at')
  updatedAt!: Date;
}
