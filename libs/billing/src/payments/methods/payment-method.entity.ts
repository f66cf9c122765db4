import { IdColumn, TimeColumn } from '@onegate/platform';
import { Column, Entity } from 'typeorm';
import { OwnedByAccount } from '../../wallets/owned-by-account.js';
import type { ProviderName } from '../providers/provider-facts.js';

/** A means to pay that an account has left with a provider. Only what a person recognises it by is here. */
@Entity('payment_methods')
export class PaymentMethod extends OwnedByAccount {
  @IdColumn()
  id!: number;

  /** `pmt_…` */
  @Column({ name: 'public_id', type: 'text', unique: true })
  publicId!: string;

  @Column('text')
  provider!: ProviderName;

  @Column({ name: 'is_live', type: 'boolean' })
  isLive!: boolean;

  @Column('text')
  reference!: string;

  @Column('text')
  customer!: string;

  @Column('text')
  type!: string;

  @Column({ type: 'text', nullable: true })
  brand!: string | null;

  @Column({ type: 'text', nullable: true })
  last4!: string | null;

  @Column({ name: 'exp_month', type: 'smallint', nullable: true })
  expMonth!: number | null;

  @Column({ name: 'exp_year', type: 'smallint', nullable: true })
  expYear!: number | null;

  @Column({ name: 'is_default', type: 'boolean', default: false })
  isDefault!: boolean;

  /** The expiry of which its owner was warned. */
  @Column({ name: 'warned_for', type: 'date', nullable: true })
  warnedFor!: string | null;

  @TimeColumn('created_at')
  createdAt!: Date;

  @TimeColumn('removed_at', { nullable: true })
  removedAt!: Date | null;
}
