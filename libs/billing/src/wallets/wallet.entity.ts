import { BigintColumn, IdColumn, ReferenceColumn, TimeColumn } from '@onegate/platform';
import { Column, Entity } from 'typeorm';

/**
 * What a person or an organization has with us. The figures are kept along with the ledger, in the same transaction,
 * and can be told again from it.
 */
@Entity('wallets')
export class Wallet {
  @IdColumn()
  id!: number;

  /** `wal_…` */
  @Column({ name: 'public_id', type: 'text', unique: true })
  publicId!: string;

  /** Whose it is: a person's or an organization's, never both. */
  @ReferenceColumn('user_id', { nullable: true, unique: true })
  userId!: number | null;

  @ReferenceColumn('tenant_id', { nullable: true, unique: true })
  tenantId!: number | null;

  /** All that came in, less what was withdrawn or expired: everything but usage. */
  @BigintColumn('credits_nano', { default: 0 })
  creditsNano!: bigint;

  /** All that was ever used. The balance is `credits − spent`. */
  @BigintColumn('spent_nano', { default: 0 })
  spentNano!: bigint;

  /** What was used or withdrawn that no grant covered; the next grant pays it first. */
  @BigintColumn('overdraft_nano', { default: 0 })
  overdraftNano!: bigint;

  /** Of the newest line of the statement. */
  @ReferenceColumn('last_number', { default: 0 })
  lastNumber!: number;

  /** Grows whenever the credits change, so that nobody takes an old figure for a newer one. */
  @ReferenceColumn('credits_version', { default: 0 })
  creditsVersion!: number;

  /** The version that Redis is known to have had. */
  @ReferenceColumn('published_version', { default: 0 })
  publishedVersion!: number;

  /** When the next of its grants that has something left expires. */
  @TimeColumn('next_expiry_at', { nullable: true })
  nextExpiryAt!: Date | null;

  /** The balances whose crossing somebody wants to hear of: those of its alerts and of its automatic top-up. */
  @Column({ name: 'watched_nano', type: 'bigint', array: true, default: '{}' })
  watchedNano!: string[];

  @TimeColumn('created_at')
  createdAt!: Date;
}
