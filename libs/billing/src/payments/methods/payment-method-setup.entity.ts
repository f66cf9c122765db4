import { IdColumn, TimeColumn } from '@onegate/platform';
import { Column, Entity } from 'typeorm';
import { OwnedByAccount } from '../../wallets/owned-by-account.js';
import type { ProviderName } from '../providers/provider-facts.js';

/** A visit to the page of a provider where a means to pay is left. */
@Entity('payment_method_setups')
export class PaymentMethodSetup extends OwnedByAccount {
  @IdColumn()
  id!: number;

  /** `chk_…` */
  @Column({ name: 'public_id', type: 'text', unique: true })
  publicId!: string;

  @Column('text')
  provider!: ProviderName;

  @Column({ name: 'is_live', type: 'boolean' })
  isLive!: boolean;

  @Column('text')
  customer!: string;

  @Column({ type: 'text', nullable: true })
  session!: string | null;

  @Column('text')
  status!: 'open' | 'completed' | 'expired';

  @TimeColumn('created_at')
  createdAt!: Date;

  @TimeColumn('next_check_at', { nullable: true })
  nextCheckAt!: Date | null;
}
