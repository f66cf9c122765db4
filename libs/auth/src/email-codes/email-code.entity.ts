import { Column, Entity } from 'typeorm';
import { IdColumn, ReferenceColumn, TimeColumn } from '@onegate/platform';

/** The code that was last mailed to a person; there is one at most. */
@Entity('email_codes')
export class EmailCode {
  @IdColumn()
  id!: number;

  @ReferenceColumn('user_id', { unique: true })
  userId!: number;

  @Column('text')
  hash!: string;

  @Column({ type: 'integer', default: 0 })
  tries!: number;

  @TimeColumn('created_at')
  createdAt!: Date;

  @TimeColumn('expires_at')
  expiresAt!: Date;
}
