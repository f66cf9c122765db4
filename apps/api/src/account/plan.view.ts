import { planTypes } from '@onegate/billing';
import type { AccountPlan, HistoryEntry, KnownAccount, OfferedPlan } from '@onegate/billing';
import type { CursorPage } from '@onegate/platform';
import { z } from 'zod';

/** Clients know intervals with a capital. */
const intervalNames = { monthly: 'Monthly', yearly: 'Yearly' } as const;

export const planView = z
  .object({
    id: z.string(),
    name: z.string(),
    displayName: z.string(),
    description: z.string(),
    type: z.enum(planTypes),
    interval: z.enum(Object.values(intervalNames)),
    pricePerSeatCents: z.int(),
    priceId: z.string().meta({ description: 'Of these terms: another one after the terms were changed' }),
    maxSeats: z.int().nullable(),
    includedCreditCents: z.int().meta({ description: 'For each seat and period' }),
    features: z.record(z.string(), z.unknown()),
    entitlements: z.record(z.string(), z.unknown()),
    isActive: z.boolean(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Plan' });
export type PlanView = z.input<typeof planView>;

export function toPlanView({ plan, version }: OfferedPlan): PlanView {
  return {
    id: plan.publicId,
    name: plan.name,
    displayName: version.displayName,
    description: version.description,
    type: plan.type,
    interval: intervalNames[version.interval],
    pricePerSeatCents: version.pricePerSeatCents,
    priceId: version.publicId,
    maxSeats: version.maxSeats,
    includedCreditCents: version.includedCreditCents,
    features: { ...version.features },
    entitlements: { ...version.entitlements },
    isActive: plan.isActive && plan.deletedAt === null,
    createdAt: plan.createdAt.toISOString(),
    updatedAt: plan.updatedAt.toISOString(),
  };
}

export const accountPlanView = z
  .object({
    planHistoryId: z.string(),
    userId: z.string().optional(),
    organizationId: z.string().optional(),
    plan: planView,
    subscriptionId: z.string(),
    status: z.enum(['incomplete', 'active', 'past_due', 'suspended']),
    seats: z.int(),
    currentPeriodStart: z.iso.datetime(),
    currentPeriodEnd: z.iso.datetime(),
    cancelAt: z.iso.datetime().optional(),
    canceledAt: z.iso.datetime().optional(),
    nextPlan: planView.optional().meta({ description: 'From the next period on' }),
    nextSeats: z.int().optional(),
    actionUrl: z.string().optional().meta({ description: 'Where the bank of the payer asks to confirm' }),
  })
  .meta({ id: 'AccountPlan' });
export type AccountPlanView = z.input<typeof accountPlanView>;

export type PlanOwner = { readonly userId: string } | { readonly organizationId: string };

export function toPlanOwner({ kind, publicId }: KnownAccount): PlanOwner {
  return kind === 'user' ? { userId: publicId } : { organizationId: publicId };
}

export function toAccountPlanView(
  owner: PlanOwner,
  { subscription, offered, next, historyId }: AccountPlan,
  actionUrl: string | null = null,
): AccountPlanView {
  const { status, cancelAt, canceledAt, nextSeats } = subscription;
  return {
    planHistoryId: historyId,
    ...owner,
    plan: toPlanView(offered),
    subscriptionId: subscription.publicId,
    status: status === 'ended' || status === 'scheduled' ? 'incomplete' : status,
    seats: subscription.seats,
    currentPeriodStart: subscription.periodStart.toISOString(),
    currentPeriodEnd: subscription.periodEnd.toISOString(),
    ...(cancelAt && { cancelAt: cancelAt.toISOString() }),
    ...(canceledAt && { canceledAt: canceledAt.toISOString() }),
    ...(next && { nextPlan: toPlanView(next) }),
    ...(nextSeats !== null && { nextSeats }),
    ...(actionUrl !== null && { actionUrl }),
  };
}

export const planHistoryView = z
  .object({
    items: z.array(
      z.object({
        id: z.string(),
        event: z.string(),
        subscriptionId: z.string(),
        planId: z.string(),
        planName: z.string(),
        seats: z.int(),
        note: z.string().optional(),
        createdAt: z.iso.datetime(),
      }),
    ),
    nextToken: z.string().optional(),
  })
  .meta({ id: 'PlanHistory' });

export function toPlanHistoryView(page: CursorPage<HistoryEntry>): z.input<typeof planHistoryView> {
  return {
    ...page,
    items: page.items.map(({ change, subscription, offered }) => ({
      id: change.publicId,
      event: change.kind,
      subscriptionId: subscription.publicId,
      planId: offered.plan.publicId,
      planName: offered.version.displayName,
      seats: change.seats,
      ...(change.note !== null && { note: change.note }),
      createdAt: change.at.toISOString(),
    })),
  };
}
