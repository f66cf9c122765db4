import { IdColumn, TimeColumn } from '@onegate/platform';
import { Column, Entity } from 'typeorm';

/** A pair of keys that receipts are signed with. The newest one signs; all of them prove, for ever. */
@Entity('receipt_keys')
export class ReceiptKey {
  @IdColumn()
  id!: number;

  /** What receipts call it: the beginning of the thumbprint of its public half (RFC 7638). */
  @Column({ name: 'key_id', type: 'text', unique: true })
  keyId!: string;

  /** The 32 bytes of the public half in base64url, as a JWK has them. */
  @Column({ name: 'public_key', type: 'text' })
  publicKey!: string;

  /** The other half, sealed by the secret box. */
  @Column({ name: 'sealed_private_key', type: 'text' })
  sealedPrivateKey!: string;

  @TimeColumn('created_at')
  createdAt!: Date;
}
