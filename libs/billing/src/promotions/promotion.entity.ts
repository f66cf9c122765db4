import { BigintColumn, IdColumn, TimeColumn, type NanoUsd } from '@onegate/platform';
import { Column, Entity } from 'typeorm';

/** Whose accounts may take part. */
export const audiences = ['user', 'organization', 'any'] as const;
export type Audience = (typeof audiences)[number];

/** A campaign: credit that people get when they take part, by a code or because it is offered to all. */
@Entity('promotions')
export class Promotion {
  @IdColumn()
  id!: number;

  /** `pro_…` */
  @Column({ name: 'public_id', type: 'text', unique: true })
  publicId!: string;

  @Column('text')
  name!: string;

  @Column({ type: 'text', nullable: true })
  description!: string | null;

  @BigintColumn('amount_nano')
  amountNano!: NanoUsd;

  @Column('text')
  audience!: Audience;

  /** Shown to everybody whom it is for, who then needs no code. */
  @Column({ name: 'is_listed', type: 'boolean', default: false })
  isListed!: boolean;

  @Column({ name: 'is_active', type: 'boolean', default: true })
  isActive!: boolean;

  @TimeColumn('starts_at')
  startsAt!: Date;

  @TimeColumn('ends_at', { nullable: true })
  endsAt!: Date | null;

  /** How long the credit is good, from when it was given; and until when at most. */
  @Column({ name: 'credit_days', type: 'integer', nullable: true })
  creditDays!: number | null;

  @TimeColumn('credit_ends_at', { nullable: true })
  creditEndsAt!: Date | null;

  @Column({ name: 'max_redemptions', type: 'integer', nullable: true })
  maxRedemptions!: number | null;

  @Column({ name: 'max_per_account', type: 'integer', default: 1 })
  maxPerAccount!: number;

  /** Over all accounts that the person can act for. */
  @Column({ name: 'max_per_person', type: 'integer', default: 1 })
  maxPerPerson!: number;

  @Column({ name: 'redeemed_count', type: 'integer', default: 0 })
  redeemedCount!: number;

  @TimeColumn('created_at')
  createdAt!: Date;

  @TimeColumn('updated_at')
  updatedAt!: Date;
}
