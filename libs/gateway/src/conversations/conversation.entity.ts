import { OwnedByAccount } from '@onegate/billing';
import { IdColumn, TimeColumn } from '@onegate/platform';
import { Column, Entity } from 'typeorm';

/** A list of items that responses read from and add to. */
@Entity('conversations')
export class Conversation extends OwnedByAccount {
  @IdColumn()
  id!: number;

  @Column({ name: 'public_id', type: 'text', unique: true })
  publicId!: string;

  @Column('text')
  account!: string;

  @Column({ name: 'sealed_metadata', type: 'text' })
  sealedMetadata!: string;

  @TimeColumn('created_at')
  createdAt!: Date;

  @TimeColumn('expires_at')
  expiresAt!: Date;
}
