import { IdColumn, ReferenceColumn, TimeColumn } from '@onegate/platform';
import { Column, Entity } from 'typeorm';
import { OwnedByAccount } from '../wallets/owned-by-account.js';
import type { BillTo, GivenUpTime, InvoiceEffect, InvoiceLine, InvoiceStatus } from './invoice.flow.js';

/** What is to be paid for a period of a subscription, or for a change within it. */
@Entity('invoices')
export class Invoice extends OwnedByAccount {
  @IdColumn()
  id!: number;

  /** `ivc_…` */
  @Column({ name: 'public_id', type: 'text', unique: true })
  publicId!: string;

  /** 1, 2, 3 … without a gap; given when it stands. */
  @ReferenceColumn('number', { nullable: true, unique: true })
  number!: number | null;

  @ReferenceColumn('subscription_id')
  subscriptionId!: number;

  @Column('text')
  kind!: 'start' | 'change' | 'renewal';

  @Column('text')
  status!: InvoiceStatus;

  @Column('text')
  about!: string;

  /** As it was then. */
  @Column({ name: 'bill_to', type: 'jsonb' })
  billTo!: BillTo;

  @Column('jsonb')
  lines!: readonly InvoiceLine[];

  @Column({ name: 'total_cents', type: 'integer' })
  totalCents!: number;

  @Column({ name: 'returned_cents', type: 'integer', default: 0 })
  returnedCents!: number;

  /** What unused time of the period before paid of it, besides the money. */
  @Column({ name: 'carried_over_cents', type: 'integer', default: 0 })
  carriedOverCents!: number;

  /** Of that, what went back to its payer since. */
  @Column({ name: 'carried_back_cents', type: 'integer', default: 0 })
  carriedBackCents!: number;

  @Column('jsonb')
  effect!: InvoiceEffect;

  /** Where the rest of its period was given up. */
  @Column({ name: 'given_up', type: 'jsonb', nullable: true })
  givenUp!: GivenUpTime | null;

  @TimeColumn('period_start')
  periodStart!: Date;

  @TimeColumn('period_end')
  periodEnd!: Date;

  /** How often the money was asked for in vain: the number of the order to come. */
  @Column({ type: 'integer', default: 0 })
  attempts!: number;

  /** When it is asked for next. */
  @TimeColumn('attempt_at', { nullable: true })
  attemptAt!: Date | null;

  /** Of a draft: until when its payer can answer his bank. */
  @TimeColumn('give_up_at', { nullable: true })
  giveUpAt!: Date | null;

  @Column({ name: 'action_url', type: 'text', nullable: true })
  actionUrl!: string | null;

  @Column({ type: 'text', nullable: true })
  failure!: string | null;

  @Column({ name: 'payment_id', type: 'text', nullable: true })
  paymentId!: string | null;

  @TimeColumn('created_at')
  createdAt!: Date;

  @TimeColumn('finalized_at', { nullable: true })
  finalizedAt!: Date | null;

  @TimeColumn('paid_at', { nullable: true })
  paidAt!: Date | null;
}
