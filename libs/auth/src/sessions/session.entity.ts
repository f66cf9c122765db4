import { Column, Entity } from 'typeorm';
import { IdColumn, ReferenceColumn, TimeColumn } from '@onegate/platform';

/** One sign-in of a person, from where he signed in until it ends. All tokens that come of it end with it. */
@Entity('sessions')
export class Session {
  @IdColumn()
  id!: number;

  /** `ses_…`, also the `sid` of its access tokens. */
  @Column({ name: 'public_id', type: 'text', unique: true })
  publicId!: string;

  @ReferenceColumn('user_id')
  userId!: number;

  /** Of the one refresh token that is good now. */
  @Column({ name: 'refresh_hash', type: 'text' })
  refreshHash!: string;

  @Column({ name: 'user_agent', type: 'text', nullable: true })
  userAgent!: string | null;

  @Column({ type: 'text', nullable: true })
  ip!: string | null;

  @TimeColumn('created_at')
  createdAt!: Date;

  @TimeColumn('last_used_at')
  lastUsedAt!: Date;

  @TimeColumn('expires_at')
  expiresAt!: Date;

  @TimeColumn('revoked_at', { nullable: true })
  revokedAt!: Date | null;
}
