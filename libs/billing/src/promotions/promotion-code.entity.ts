import { IdColumn, ReferenceColumn, TimeColumn } from '@onegate/platform';
import { Column, Entity } from 'typeorm';

/** A code by which people take part in a campaign. Only its keyed hash is stored; the code itself is shown once. */
@Entity('promotion_codes')
export class PromotionCode {
  @IdColumn()
  id!: number;

  @ReferenceColumn('promotion_id')
  promotionId!: number;

  @Column({ type: 'text', unique: true })
  hash!: string;

  /** Its last four characters, to recognise it by. */
  @Column('text')
  hint!: string;

  @Column({ name: 'is_active', type: 'boolean', default: true })
  isActive!: boolean;

  @TimeColumn('ends_at', { nullable: true })
  endsAt!: Date | null;

  @Column({ name: 'max_redemptions', type: 'integer', nullable: true })
  maxRedemptions!: number | null;

  @Column({ name: 'redeemed_count', type: 'integer', default: 0 })
  redeemedCount!: number;

  @TimeColumn('created_at')
  createdAt!: Date;
}
