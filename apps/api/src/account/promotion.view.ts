import type { ActivePromotion, Redeemed } from '@onegate/billing';
import { toUsdText } from '@onegate/platform';
import { z } from 'zod';

const activePromotionView = z
  .object({
    id: z.string(),
    status: z
      .enum(['redeemed', 'available'])
      .meta({ description: 'Whether the account has it, or can take part without a code' }),
    name: z.string(),
    description: z.string().optional(),
    amountUsd: z.string(),
    remainingUsd: z.string().optional().meta({ description: 'What is left of what was given' }),
    redeemedAt: z.iso.datetime().optional(),
    expiresAt: z.iso
      .datetime()
      .nullable()
      .meta({ description: 'When the credit is gone; of an available one, until when it can be taken' }),
  })
  .meta({ id: 'ActivePromotion' });

export const activePromotionsView = z
  .object({ items: z.array(activePromotionView) })
  .meta({ id: 'ActivePromotions' });

export function toActivePromotionsView(
  promotions: readonly ActivePromotion[],
): z.input<typeof activePromotionsView> {
  return { items: promotions.map(toItem) };
}

function toItem(promotion: ActivePromotion): z.input<typeof activePromotionView> {
  const { id, status, name, description, amount, remaining, redeemedAt, expiresAt } = promotion;
  return {
    id,
    status,
    name,
    ...(description !== null && { description }),
    amountUsd: toUsdText(amount),
    ...(remaining !== null && { remainingUsd: toUsdText(remaining) }),
    ...(redeemedAt !== null && { redeemedAt: redeemedAt.toISOString() }),
    expiresAt: expiresAt?.toISOString() ?? null,
  };
}

export const redeemedView = z
  .object({
    id: z.string(),
    promotionId: z.string(),
    name: z.string(),
    amountUsd: z.string(),
    redeemedAt: z.iso.datetime(),
    expiresAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'RedeemedPromotion' });

export function toRedeemedView({ redemption, promotion, expiresAt }: Redeemed): z.input<typeof redeemedView> {
  return {
    id: redemption.publicId,
    promotionId: promotion.publicId,
    name: promotion.name,
    amountUsd: toUsdText(redemption.amountNano),
    redeemedAt: redemption.redeemedAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
  };
}
