import { planIntervals, planTypes, type OfferedPlan, type TenantSubscription } from '@onegate/billing';
import { z } from 'zod';

export const adminPlanView = z
  .object({
    id: z.int(),
    public_id: z.string(),
    name: z.string(),
    display_name: z.string(),
    description: z.string(),
    type: z.enum(planTypes),
    interval: z.enum(planIntervals),
    price_per_seat_cents: z.int(),
    max_seats: z.int().nullable(),
    included_credit_cents: z.int(),
    markup_bps: z.int().nullable(),
    features: z.record(z.string(), z.unknown()),
    entitlements: z.record(z.string(), z.unknown()),
    is_active: z.boolean(),
    version: z.int().meta({ description: 'Of the terms; who has subscribed keeps his' }),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .meta({ id: 'AdminPlan' });
export type AdminPlanView = z.input<typeof adminPlanView>;

export function toAdminPlanView({ plan, version }: OfferedPlan): AdminPlanView {
  return {
    id: plan.id,
    public_id: plan.publicId,
    name: plan.name,
    display_name: version.displayName,
    description: version.description,
    type: plan.type,
    interval: version.interval,
    price_per_seat_cents: version.pricePerSeatCents,
    max_seats: version.maxSeats,
    included_credit_cents: version.includedCreditCents,
    markup_bps: version.markupBps,
    features: { ...version.features },
    entitlements: { ...version.entitlements },
    is_active: plan.isActive,
    version: version.number,
    created_at: plan.createdAt.toISOString(),
    updated_at: plan.updatedAt.toISOString(),
  };
}

export const tenantSubscriptionView = z
  .object({
    id: z.int(),
    public_id: z.string(),
    tenant_id: z.int().nullable(),
    plan_id: z.int(),
    plan_name: z.string(),
    origin: z.enum(['bought', 'manual']),
    status: z.string(),
    seats: z.int(),
    starts_at: z.iso.datetime(),
    ends_at: z.iso.datetime().nullable(),
    current_period_start: z.iso.datetime(),
    current_period_end: z.iso.datetime(),
    note: z.string().nullable(),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .meta({ id: 'TenantSubscription' });
export type TenantSubscriptionView = z.input<typeof tenantSubscriptionView>;

export function toTenantSubscriptionView({
  subscription,
  offered,
}: TenantSubscription): TenantSubscriptionView {
  const { endedAt, cancelAt } = subscription;
  return {
    id: subscription.id,
    public_id: subscription.publicId,
    tenant_id: subscription.tenantId,
    plan_id: offered.plan.id,
    plan_name: offered.version.displayName,
    origin: subscription.origin,
    status: subscription.status,
    seats: subscription.seats,
    starts_at: subscription.anchorAt.toISOString(),
    ends_at: (endedAt ?? cancelAt)?.toISOString() ?? null,
    current_period_start: subscription.periodStart.toISOString(),
    current_period_end: subscription.periodEnd.toISOString(),
    note: subscription.note,
    created_at: subscription.createdAt.toISOString(),
    updated_at: subscription.updatedAt.toISOString(),
  };
}
