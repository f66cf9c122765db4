import { audiences, type MadeCode, type Promotion, type PromotionCode } from '@onegate/billing';
import { toUsdText } from '@onegate/platform';
import { z } from 'zod';

const moment = z.iso.datetime();

export const promotionView = z
  .object({
    id: z.int(),
    public_id: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    amount_usd: z.string(),
    audience: z.enum(audiences),
    is_listed: z.boolean(),
    is_active: z.boolean(),
    starts_at: moment,
    ends_at: moment.nullable(),
    credit_days: z.int().nullable(),
    credit_ends_at: moment.nullable(),
    max_redemptions: z.int().nullable(),
    max_per_account: z.int(),
    max_per_person: z.int(),
    redeemed_count: z.int(),
    created_at: moment,
    updated_at: moment,
  })
  .meta({ id: 'Promotion' });
export type PromotionView = z.input<typeof promotionView>;

export function toPromotionView(promotion: Promotion): PromotionView {
  return {
    id: promotion.id,
    public_id: promotion.publicId,
    name: promotion.name,
    description: promotion.description,
    amount_usd: toUsdText(promotion.amountNano),
    audience: promotion.audience,
    is_listed: promotion.isListed,
    is_active: promotion.isActive,
    starts_at: promotion.startsAt.toISOString(),
    ends_at: promotion.endsAt?.toISOString() ?? null,
    credit_days: promotion.creditDays,
    credit_ends_at: promotion.creditEndsAt?.toISOString() ?? null,
    max_redemptions: promotion.maxRedemptions,
    max_per_account: promotion.maxPerAccount,
    max_per_person: promotion.maxPerPerson,
    redeemed_count: promotion.redeemedCount,
    created_at: promotion.createdAt.toISOString(),
    updated_at: promotion.updatedAt.toISOString(),
  };
}

export const promotionCodeView = z
  .object({
    id: z.int(),
    hint: z.string().meta({ description: 'The last characters of the code' }),
    is_active: z.boolean(),
    ends_at: moment.nullable(),
    max_redemptions: z.int().nullable(),
    redeemed_count: z.int(),
    created_at: moment,
  })
  .meta({ id: 'PromotionCode' });
export type PromotionCodeView = z.input<typeof promotionCodeView>;

export function toPromotionCodeView(code: PromotionCode): PromotionCodeView {
  return {
    id: code.id,
    hint: code.hint,
    is_active: code.isActive,
    ends_at: code.endsAt?.toISOString() ?? null,
    max_redemptions: code.maxRedemptions,
    redeemed_count: code.redeemedCount,
    created_at: code.createdAt.toISOString(),
  };
}

export const madeCodesView = z
  .object({
    data: z.array(
      z.object({ ...promotionCodeView.shape, code: z.string().meta({ description: 'Shown this once' }) }),
    ),
  })
  .meta({ id: 'MadePromotionCodes' });

export function toMadeCodesView(codes: readonly MadeCode[]): z.input<typeof madeCodesView> {
  return { data: codes.map(({ code, made }) => ({ ...toPromotionCodeView(made), code })) };
}
