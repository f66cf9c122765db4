import { IdColumn, ReferenceColumn, TimeColumn } from '@onegate/platform';
import { Column, Entity } from 'typeorm';
import type { ProviderName } from '../providers/provider-facts.js';

/** An account, as a provider knows it. */
@Entity('payment_customers')
export class PaymentCustomer {
  @IdColumn()
  id!: number;

  @ReferenceColumn('user_id', { nullable: true })
  userId!: number | null;

  @ReferenceColumn('tenant_id', { nullable: true })
  tenantId!: number | null;

  @Column('text')
  provider!: ProviderName;

  @Column({ name: 'is_live', type: 'boolean' })
  isLive!: boolean;

  @Column('text')
  reference!: string;

  @TimeColumn('created_at')
  createdAt!: Date;
}
