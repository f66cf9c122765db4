import { IdColumn, ReferenceColumn, TimeColumn } from '@onegate/platform';
import { Column, Entity } from 'typeorm';
import type { ReversalStatus } from '../payment.flow.js';
import type { ProviderName } from '../providers/provider-facts.js';

/** Money of a payment that goes back: a refund that we or the provider made, a dispute. */
@Entity('payment_reversals')
export class PaymentReversal {
  @IdColumn()
  id!: number;

  /** `rev_…` */
  @Column({ name: 'public_id', type: 'text', unique: true })
  publicId!: string;

  @ReferenceColumn('payment_id')
  paymentId!: number;

  @Column('text')
  kind!: 'refund' | 'chargeback';

  /** Of the order, where we gave it. */
  @Column({ type: 'text', nullable: true, unique: true })
  reference!: string | null;

  @Column('text')
  provider!: ProviderName;

  @Column({ name: 'provider_reference', type: 'text', nullable: true })
  providerReference!: string | null;

  @Column('text')
  status!: ReversalStatus;

  @Column({ name: 'amount_cents', type: 'integer' })
  amountCents!: number;

  /** How much of it those whom the payment concerns were told to be gone. */
  @Column({ name: 'taken_cents', type: 'integer', default: 0 })
  takenCents!: number;

  @Column({ type: 'text', nullable: true })
  reason!: string | null;

  @ReferenceColumn('requested_by', { nullable: true })
  requestedBy!: number | null;

  @TimeColumn('created_at')
  createdAt!: Date;

  @TimeColumn('updated_at')
  updatedAt!: Date;

  @TimeColumn('next_check_at', { nullable: true })
  nextCheckAt!: Date | null;
}
