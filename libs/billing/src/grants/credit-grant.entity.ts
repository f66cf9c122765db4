import { BigintColumn, IdColumn, ReferenceColumn, TimeColumn } from '@onegate/platform';
import { Column, Entity } from 'typeorm';
import type { GrantKind } from '../ledger/ledger-kinds.js';

/** Credit that came in at once, on the same terms. Its terms stand; what is left of it is kept along with the ledger. */
@Entity('credit_grants')
export class CreditGrant {
  @IdColumn()
  id!: number;

  /** `grt_…` */
  @Column({ name: 'public_id', type: 'text', unique: true })
  publicId!: string;

  @ReferenceColumn('wallet_id')
  walletId!: number;

  @Column('text')
  kind!: GrantKind;

  /** That of the transaction that brought it. */
  @Column({ type: 'text', unique: true })
  reference!: string;

  @BigintColumn('amount_nano')
  amountNano!: bigint;

  @BigintColumn('remaining_nano', { default: 0 })
  remainingNano!: bigint;

  /** What was left of it when it expired. Usage from before that moment that is told later still takes from it. */
  @BigintColumn('expired_nano', { default: 0 })
  expiredNano!: bigint;

  @TimeColumn('expires_at', { nullable: true })
  expiresAt!: Date | null;

  @TimeColumn('granted_at')
  grantedAt!: Date;
}
