import { Column, Entity } from 'typeorm';
import { IdColumn, ReferenceColumn, TimeColumn } from '@onegate/platform';

/** A mailed permission to choose a new password, once. */
@Entity('password_resets')
export class PasswordReset {
  @IdColumn()
  id!: number;

  @ReferenceColumn('user_id')
  userId!: number;

  @Column({ type: 'text', unique: true })
  hash!: string;

  @TimeColumn('created_at')
  createdAt!: Date;

  @TimeColumn('expires_at')
  expiresAt!: Date;

  @TimeColumn('used_at', { nullable: true })
  usedAt!: Date | null;
}
