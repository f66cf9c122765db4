import { quotaPeriods } from '@onegate/auth';
import { toBudgetText, toQuota } from '@onegate/platform';
import type { KeyBudget, PlanStanding, UsedCap } from '@onegate/usage';
import { z } from 'zod';

const usdText = z.string().meta({ description: 'Dollars with nine fraction digits' });
const percent = z.number().min(0).max(100);

const used = z.object({
  used_percent: percent,
  remaining_percent: percent,
  resets_at: z.int().meta({ description: 'When the first of it does not count any more' }),
});
const cap = used.nullable().meta({ description: 'None: the plan does not limit it' });
const subscription = z.object({ product_id: z.string(), five_hour: cap, weekly: cap, monthly: cap });

export const keyUsageView = z
  .object({
    object: z.literal('api_key.usage'),
    id: z.string(),
    name: z.string(),
    redacted_value: z.string(),
    foundation: z.literal('all'),
    created_at: z.int(),
    last_used_at: z.int().nullable(),
    expires_at: z.int().nullable(),
    budget: z.object({
      limit_usd: usdText.nullable().meta({ description: 'None: as much as the account has' }),
      used_usd: usdText,
      remaining_usd: usdText.nullable(),
      used_percent: percent.nullable(),
      remaining_percent: percent.nullable(),
      period: z.enum(quotaPeriods).meta({ description: 'After which it starts anew' }),
      resets_at: z.int().nullable().meta({ description: 'When that is next, in seconds since 1970' }),
    }),
    subscription: subscription.nullable().meta({ description: 'None: served without a plan' }),
  })
  .meta({ id: 'KeyUsage' });

export const tokenUsageView = z
  .object({
    code: z.literal(true),
    message: z.literal('ok'),
    data: z.object({
      object: z.literal('token_usage'),
      name: z.string(),
      total_granted: z.int(),
      total_used: z.int(),
      total_available: z.int(),
      unlimited_quota: z.boolean(),
      model_limits: z.record(z.string(), z.boolean()),
      model_limits_enabled: z.boolean(),
      expires_at: z.int().meta({ description: 'Seconds since 1970; 0 for never' }),
    }),
  })
  .meta({ id: 'TokenUsage' });

export function toKeyUsage(budget: KeyBudget): z.input<typeof keyUsageView> {
  const { key, limitNano, usedNano, remainingNano, resetsAt, plan } = budget;
  return {
    object: 'api_key.usage',
    id: key.id,
    name: key.name,
    redacted_value: key.redactedValue,
    foundation: 'all',
    created_at: seconds(key.createdAt) ?? 0,
    last_used_at: seconds(key.lastUsedAt),
    expires_at: seconds(key.expiresAt),
    budget: {
      limit_usd: limitNano === null ? null : toBudgetText(limitNano),
      used_usd: toBudgetText(usedNano),
      remaining_usd: remainingNano === null ? null : toBudgetText(remainingNano),
      used_percent: percentOf(usedNano, limitNano),
      remaining_percent: remainingNano === null ? null : percentOf(remainingNano, limitNano),
      period: key.quotaPeriod,
      resets_at: resetsAt === null ? null : Math.floor(resetsAt.getTime() / 1000),
    },
    subscription: plan && toSubscription(plan),
  };
}

function toSubscription({ planId, caps }: PlanStanding): z.input<typeof subscription> {
  const of = (window: UsedCap['window']): z.input<typeof cap> => {
    const found = caps.find((one) => one.window === window);
    if (!found) return null;
    const { percentUsed, resetsAt } = found;
    return {
      used_percent: percentUsed,
      remaining_percent: Math.round((100 - percentUsed) * 100) / 100,
      resets_at: Math.floor(resetsAt.getTime() / 1000),
    };
  };
  return { product_id: planId, five_hour: of('five_hour'), weekly: of('weekly'), monthly: of('monthly') };
}

/** Without a quota, clients of this form look at the flag; the amounts then tell of what was used only. */
export function toTokenUsage(budget: KeyBudget): z.input<typeof tokenUsageView> {
  const { key, limitNano, usedNano, remainingNano } = budget;
  const used = toQuota(usedNano);
  return {
    code: true,
    message: 'ok',
    data: {
      object: 'token_usage',
      name: key.name,
      total_granted: limitNano === null ? used : toQuota(limitNano),
      total_used: used,
      total_available: remainingNano === null ? 0 : toQuota(remainingNano),
      unlimited_quota: limitNano === null,
      model_limits: Object.fromEntries((key.allowedModels ?? []).map((model) => [model, true])),
      model_limits_enabled: key.allowedModels !== null,
      expires_at: seconds(key.expiresAt) ?? 0,
    },
  };
}

function percentOf(part: bigint, whole: bigint | null): number | null {
  if (whole === null) return null;
  if (whole === 0n) return 100;
  const hundredths = Number((part * 10_000n) / whole) / 100;
  return Math.min(hundredths, 100);
}

function seconds(iso: string | null): number | null {
  return iso === null ? null : Math.floor(Date.parse(iso) / 1000);
}
