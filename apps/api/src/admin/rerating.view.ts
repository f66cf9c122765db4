import { toUsdText } from '@onegate/platform';
import type { DetailedRerating, Rerating, UsageCorrection } from '@onegate/usage';
import { z } from 'zod';

const usd = z.string().meta({ description: 'Dollars; less than nothing is given back' });

export const reratingView = z
  .object({
    id: z.int(),
    public_id: z.string(),
    model: z.string(),
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    prices: z.record(z.string(), z.string()),
    price_version_id: z.int().nullable(),
    allow_debit: z.boolean(),
    reason: z.string(),
    state: z.enum(['estimating', 'estimated', 'running', 'completed', 'failed']),
    error: z.string().nullable(),
    requested_by: z.int().nullable(),
    created_at: z.iso.datetime(),
    finished_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Rerating' });
export type ReratingView = z.input<typeof reratingView>;

export const detailedReratingView = reratingView
  .extend({
    estimated_calls: z.int(),
    estimated_usd: usd,
    corrected_calls: z.int(),
    corrected_usd: usd,
    accounts: z.array(
      z.object({
        account: z.string(),
        estimated_calls: z.int(),
        estimated_usd: usd,
        corrected_calls: z.int(),
        corrected_usd: usd,
        note_reference: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'DetailedRerating' });

export const usageCorrectionView = z
  .object({ event: z.string(), account: z.string(), change_usd: usd, cost_change_usd: usd })
  .meta({ id: 'UsageCorrection' });
export type UsageCorrectionView = z.input<typeof usageCorrectionView>;

export function toReratingView(of: Rerating): ReratingView {
  return {
    id: of.id,
    public_id: of.publicId,
    model: of.modelSlug,
    from: of.fromAt.toISOString(),
    to: of.toAt.toISOString(),
    prices: of.price.prices,
    price_version_id: of.priceVersionId,
    allow_debit: of.allowsDebit,
    reason: of.reason,
    state: of.state,
    error: of.error,
    requested_by: of.requestedBy,
    created_at: of.createdAt.toISOString(),
    finished_at: of.finishedAt?.toISOString() ?? null,
  };
}

export function toDetailedReratingView({
  rerating,
  accounts,
}: DetailedRerating): z.input<typeof detailedReratingView> {
  const sum = (amounts: readonly bigint[]): string => toUsdText(amounts.reduce((a, b) => a + b, 0n));
  const count = (counts: readonly number[]): number => counts.reduce((a, b) => a + b, 0);
  return {
    ...toReratingView(rerating),
    estimated_calls: count(accounts.map(({ estimatedCalls }) => estimatedCalls)),
    estimated_usd: sum(accounts.map(({ estimatedNano }) => estimatedNano)),
    corrected_calls: count(accounts.map(({ calls }) => calls)),
    corrected_usd: sum(accounts.map(({ changeNano }) => changeNano)),
    accounts: accounts.map((one) => ({
      account: one.account,
      estimated_calls: one.estimatedCalls,
      estimated_usd: toUsdText(one.estimatedNano),
      corrected_calls: one.calls,
      corrected_usd: toUsdText(one.changeNano),
      note_reference: one.noteReference,
    })),
  };
}

export function toUsageCorrectionView(of: UsageCorrection): UsageCorrectionView {
  return {
    event: of.eventId,
    account: of.account,
    change_usd: toUsdText(of.changeNano),
    cost_change_usd: toUsdText(of.costChangeNano),
  };
}
