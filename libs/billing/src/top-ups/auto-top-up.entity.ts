import { IdColumn, ReferenceColumn, TimeColumn } from '@onegate/platform';
import { Column, Entity } from 'typeorm';
import type { AutoTopUpStatus } from './auto-top-up.flow.js';

/** One time that a wallet filled itself up, or tried to. */
@Entity('auto_top_ups')
export class AutoTopUp {
  @IdColumn()
  id!: number;

  /** `atu_…`; its payment has the reference `auto-top-up:atu_…`, at every try the same. */
  @Column({ name: 'public_id', type: 'text', unique: true })
  publicId!: string;

  @ReferenceColumn('wallet_id')
  walletId!: number;

  @ReferenceColumn('amount_cents')
  amountCents!: number;

  @Column('text')
  status!: AutoTopUpStatus;

  @Column({ name: 'payment_id', type: 'text', nullable: true })
  paymentId!: string | null;

  @Column({ name: 'failure_reason', type: 'text', nullable: true })
  failureReason!: string | null;

  @Column({ name: 'failure_message', type: 'text', nullable: true })
  failureMessage!: string | null;

  /** How much of it went back to its owner. */
  @ReferenceColumn('taken_back_cents', { default: 0 })
  takenBackCents!: number;

  @TimeColumn('ordered_at')
  orderedAt!: Date;

  /** When its people were asked to confirm it at their bank. */
  @TimeColumn('asked_at', { nullable: true })
  askedAt!: Date | null;

  @TimeColumn('ended_at', { nullable: true })
  endedAt!: Date | null;
}

const prefix = 'auto-top-up:';

export function referenceOfTopUp({ publicId }: Pick<AutoTopUp, 'publicId'>): string {
  return `${prefix}${publicId}`;
}

export function topUpOfReference(reference: string): string {
  return reference.slice(prefix.length);
}
