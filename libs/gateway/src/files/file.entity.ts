import { OwnedByAccount } from '@onegate/billing';
import { BigintColumn, IdColumn, ReferenceColumn, TimeColumn } from '@onegate/platform';
import { Column, Entity } from 'typeorm';
import type { StoredPurpose } from './file.schema.js';

/** A file that a person or an organization has uploaded. Its bytes are in the file storage. */
@Entity('files')
export class StoredFile extends OwnedByAccount {
  @IdColumn()
  id!: number;

  /** `file-…` */
  @Column({ name: 'public_id', type: 'text', unique: true })
  publicId!: string;

  /** Who uploaded it. */
  @ReferenceColumn('created_by', { nullable: true })
  createdBy!: number | null;

  /** Where it was put, if it was put at a path: the next one at that path replaces it. */
  @Column({ type: 'text', nullable: true })
  path!: string | null;

  @Column('text')
  filename!: string;

  @Column({ name: 'mime_type', type: 'text' })
  mimeType!: string;

  @Column('text')
  purpose!: StoredPurpose;

  @BigintColumn('bytes')
  bytes!: bigint;

  /** Of the content as it was uploaded, in hexadecimal. */
  @Column('text')
  sha256!: string;

  /** Under which name the storage has its bytes. */
  @Column({ name: 'storage_name', type: 'text', unique: true })
  storageName!: string;

  /** The key that its bytes are encrypted with, sealed. */
  @Column({ name: 'sealed_key', type: 'text' })
  sealedKey!: string;

  @TimeColumn('expires_at', { nullable: true })
  expiresAt!: Date | null;

  @TimeColumn('created_at')
  createdAt!: Date;

  @TimeColumn('updated_at')
  updatedAt!: Date;
}
