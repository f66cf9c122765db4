import { BigintColumn, IdColumn, ReferenceColumn, TimeColumn, type NanoUsd } from '@onegate/platform';
import { Column, Entity } from 'typeorm';

/** Of what a rule tells: the balance of the account, what is used of the quotas of its keys, or of its budgets. */
export const alertKinds = ['balance', 'key_quota', 'budget'] as const;
export type AlertKind = (typeof alertKinds)[number];

/** That somebody wants to be told when a threshold is crossed. */
@Entity('alert_rules')
export class AlertRule {
  @IdColumn()
  id!: number;

  /** `alr_…` */
  @Column({ name: 'public_id', type: 'text', unique: true })
  publicId!: string;

  @ReferenceColumn('wallet_id')
  walletId!: number;

  @Column('text')
  kind!: AlertKind;

  /** Of a balance: it is told when there is less than that. */
  @BigintColumn('threshold_nano', { nullable: true })
  thresholdNano!: NanoUsd | null;

  /** Of quotas and budgets: it is told when so much of one is used. */
  @Column({ type: 'integer', nullable: true })
  percent!: number | null;

  @Column({ name: 'by_email', type: 'boolean' })
  byEmail!: boolean;

  @Column({ name: 'by_webhook', type: 'boolean' })
  byWebhook!: boolean;

  @Column({ name: 'is_active', type: 'boolean', default: true })
  isActive!: boolean;

  /** Of a balance: that it was below when it was last looked at, which has been told. */
  @Column({ name: 'is_below', type: 'boolean', default: false })
  isBelow!: boolean;

  /** Of a balance: the newest line of the statement then. What happened before it is no news. */
  @ReferenceColumn('seen_number', { default: 0 })
  seenNumber!: number;

  @TimeColumn('created_at')
  createdAt!: Date;

  @TimeColumn('updated_at')
  updatedAt!: Date;
}
