import { IdColumn, TimeColumn } from '@onegate/platform';
import { Column, Entity } from 'typeorm';
import { OwnedByAccount } from '../../wallets/owned-by-account.js';
import type { ProviderName } from '../providers/provider-facts.js';

/** An account, as a provider knows it. */
@Entity('payment_customers')
export class PaymentCustomer extends OwnedByAccount {
  @IdColumn()
  id!: number;

  @Column('text')
  provider!: ProviderName;

  @Column({ name: 'is_live', type: 'boolean' })
  isLive!: boolean;

  @Column('text')
  reference!: string;

  @TimeColumn('created_at')
  createdAt!: Date;
}
