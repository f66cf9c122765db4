import { IdColumn, ReferenceColumn, TimeColumn } from '@onegate/platform';
import { Column, Entity } from 'typeorm';
import { OwnedByAccount } from '../../wallets/owned-by-account.js';
import type { PaymentPurpose } from '../payment-followers.js';
import type { PaymentStatus } from '../payment.flow.js';
import type { ProviderName } from '../providers/provider-facts.js';

export type PaymentChannel = 'checkout' | 'off_session';

/** Money asked of an account, once: what was agreed when it was asked stands, how far it came changes. */
@Entity('payments')
export class Payment extends OwnedByAccount {
  @IdColumn()
  id!: number;

  /** `pay_…`; the provider has it as metadata, and as idempotency key. */
  @Column({ name: 'public_id', type: 'text', unique: true })
  publicId!: string;

  @Column('text')
  purpose!: PaymentPurpose;

  @Column('text')
  channel!: PaymentChannel;

  /** Of the order: the same one given twice is one payment. */
  @Column({ type: 'text', unique: true })
  reference!: string;

  @Column('text')
  provider!: ProviderName;

  /** Real money, as against the test mode of a provider. */
  @Column({ name: 'is_live', type: 'boolean' })
  isLive!: boolean;

  /** The account, as the provider calls it. */
  @Column('text')
  customer!: string;

  /** What an off-session payment is made with, as the provider calls it. Kept so that every try says the same. */
  @Column({ name: 'method_reference', type: 'text', nullable: true })
  methodReference!: string | null;

  @Column('text')
  status!: PaymentStatus;

  @Column({ name: 'amount_cents', type: 'integer' })
  amountCents!: number;

  @Column('text')
  currency!: string;

  /** What went back to the payer and did not come again. */
  @Column({ name: 'returned_cents', type: 'integer', default: 0 })
  returnedCents!: number;

  /** Of the hosted page, and of the payment itself, as the provider calls them. */
  @Column({ type: 'text', nullable: true })
  session!: string | null;

  @Column({ name: 'provider_reference', type: 'text', nullable: true })
  providerReference!: string | null;

  /** Where the payer goes on: the hosted page, or the question of his bank. */
  @Column({ name: 'action_url', type: 'text', nullable: true })
  actionUrl!: string | null;

  @Column({ name: 'card_brand', type: 'text', nullable: true })
  cardBrand!: string | null;

  @Column({ name: 'card_last4', type: 'text', nullable: true })
  cardLast4!: string | null;

  @Column({ name: 'failure_code', type: 'text', nullable: true })
  failureCode!: string | null;

  @Column({ name: 'failure_message', type: 'text', nullable: true })
  failureMessage!: string | null;

  @Column('text')
  about!: string;

  @Column({ name: 'success_url', type: 'text', nullable: true })
  successUrl!: string | null;

  @Column({ name: 'cancel_url', type: 'text', nullable: true })
  cancelUrl!: string | null;

  /** Nobody where it was the system. */
  @ReferenceColumn('creator_user_id', { nullable: true })
  creatorUserId!: number | null;

  @TimeColumn('created_at')
  createdAt!: Date;

  @TimeColumn('updated_at')
  updatedAt!: Date;

  @TimeColumn('paid_at', { nullable: true })
  paidAt!: Date | null;

  /** When the provider is asked what became of it, should it not say so by itself. */
  @TimeColumn('next_check_at', { nullable: true })
  nextCheckAt!: Date | null;
}
