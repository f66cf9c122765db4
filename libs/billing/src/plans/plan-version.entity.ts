import { IdColumn, ReferenceColumn, TimeColumn } from '@onegate/platform';
import { Column, Entity } from 'typeorm';
import type { PlanEntitlements, PlanFeatures, PlanInterval } from './plan-terms.js';

/** Terms of a plan. Never changed: new terms are a new version, and subscribers keep the one that they took. */
@Entity('plan_versions')
export class PlanVersion {
  @IdColumn()
  id!: number;

  /** `plv_…` */
  @Column({ name: 'public_id', type: 'text', unique: true })
  publicId!: string;

  @ReferenceColumn('plan_id')
  planId!: number;

  @Column('integer')
  number!: number;

  /** The one that is sold now. */
  @Column({ name: 'is_current', type: 'boolean' })
  isCurrent!: boolean;

  @Column({ name: 'display_name', type: 'text' })
  displayName!: string;

  @Column('text')
  description!: string;

  @Column('text')
  interval!: PlanInterval;

  @Column({ name: 'price_per_seat_cents', type: 'integer' })
  pricePerSeatCents!: number;

  /** None is as many as they like. */
  @Column({ name: 'max_seats', type: 'integer', nullable: true })
  maxSeats!: number | null;

  /** For each seat and period; what is left of it expires with the period. */
  @Column({ name: 'included_credit_cents', type: 'integer' })
  includedCreditCents!: number;

  /** None leaves it to the model and the platform. */
  @Column({ name: 'markup_bps', type: 'integer', nullable: true })
  markupBps!: number | null;

  @Column('jsonb')
  features!: PlanFeatures;

  @Column('jsonb')
  entitlements!: PlanEntitlements;

  @TimeColumn('created_at')
  createdAt!: Date;
}
