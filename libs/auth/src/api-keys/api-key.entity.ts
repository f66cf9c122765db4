import { Column, Entity } from 'typeorm';
import { IdColumn, ReferenceColumn, TimeColumn } from '@onegate/platform';

/** A key for programs. Only its keyed hash is stored; the key itself is shown once. */
@Entity('api_keys')
export class ApiKey {
  @IdColumn()
  id!: number;

  @Column({ name: 'public_id', type: 'text', unique: true })
  publicId!: string;

  @ReferenceColumn('user_id')
  userId!: number;

  @Column('text')
  name!: string;

  @Column({ type: 'text', unique: true })
  hash!: string;

  /** Enough to recognise it by: `sk-onegate-…abcd`. */
  @Column({ name: 'redacted_value', type: 'text' })
  redactedValue!: string;

  @TimeColumn('created_at')
  createdAt!: Date;
}
