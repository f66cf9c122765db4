import { BigintColumn, IdColumn, ReferenceColumn, TimeColumn, type NanoUsd } from '@onegate/platform';
import { Column, Entity } from 'typeorm';

/** That an account took part in a campaign, and who did it for the account. */
@Entity('promotion_redemptions')
export class PromotionRedemption {
  @IdColumn()
  id!: number;

  /** `red_…`; the grant has the reference `promotion:red_…`. */
  @Column({ name: 'public_id', type: 'text', unique: true })
  publicId!: string;

  @ReferenceColumn('promotion_id')
  promotionId!: number;

  @ReferenceColumn('code_id', { nullable: true })
  codeId!: number | null;

  @ReferenceColumn('wallet_id')
  walletId!: number;

  @ReferenceColumn('user_id')
  userId!: number;

  @BigintColumn('amount_nano')
  amountNano!: NanoUsd;

  @TimeColumn('redeemed_at')
  redeemedAt!: Date;
}

export function referenceOfRedemption(publicId: string): string {
  return `promotion:${publicId}`;
}
