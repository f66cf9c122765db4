import { Column, Entity } from 'typeorm';
import { IdColumn, ReferenceColumn, TimeColumn } from '@onegate/platform';
import type { TenantRole } from '../access/roles.js';

/** An invitation into an organization, on its way to an e-mail address. At most one is open for an address. */
@Entity('invites')
export class Invite {
  @IdColumn()
  id!: number;

  /** `inv_…` */
  @Column({ name: 'public_id', type: 'text', unique: true })
  publicId!: string;

  @ReferenceColumn('tenant_id')
  tenantId!: number;

  /** In lower case. Only who signs in with it can accept. */
  @Column('text')
  email!: string;

  @Column('text')
  role!: TenantRole;

  @Column({ name: 'token_hash', type: 'text', unique: true })
  tokenHash!: string;

  @ReferenceColumn('invited_by', { nullable: true })
  invitedBy!: number | null;

  /** How often it went out. */
  @Column('integer')
  sends!: number;

  @TimeColumn('created_at')
  createdAt!: Date;

  /** When it was last sent: sending again makes a new token and a new date of expiry. */
  @TimeColumn('sent_at')
  sentAt!: Date;

  @TimeColumn('expires_at')
  expiresAt!: Date;

  @TimeColumn('accepted_at', { nullable: true })
  acceptedAt!: Date | null;

  @ReferenceColumn('accepted_by', { nullable: true })
  acceptedBy!: number | null;

  @TimeColumn('revoked_at', { nullable: true })
  revokedAt!: Date | null;
}
