export const subscriptionStatuses = [
  'incomplete',
  'scheduled',
  'active',
  'past_due',
  'suspended',
  'ended',
] as const;
export type SubscriptionStatus = (typeof subscriptionStatuses)[number];

/**
 * What can follow what. `incomplete` waits for its first payment, `scheduled` for its time to come; `past_due` is in its
 * grace period and has all that it had, `suspended` has lost it until it is paid.
 */
export const subscriptionFlow = {
  incomplete: ['active', 'ended'],
  scheduled: ['active', 'ended'],
  active: ['past_due', 'ended'],
  past_due: ['active', 'suspended', 'ended'],
  suspended: ['active', 'ended'],
  ended: [],
} as const satisfies Record<SubscriptionStatus, readonly SubscriptionStatus[]>;

export function maySucceed(from: SubscriptionStatus, to: SubscriptionStatus): boolean {
  return from === to || (subscriptionFlow[from] as readonly SubscriptionStatus[]).includes(to);
}

/** Those that have what the plan promises. */
export const servedStatuses: readonly SubscriptionStatus[] = ['active', 'past_due'];
/** Those that stand in the way of another one. */
export const runningStatuses: readonly SubscriptionStatus[] = ['incomplete', ...servedStatuses, 'suspended'];

export const endReasons = ['cancelled', 'not_paid', 'not_begun', 'over', 'charged_back'] as const;
export type EndReason = (typeof endReasons)[number];

export const changeKinds = [
  'subscribed',
  'started',
  'renewed',
  'plan_changed',
  'plan_change_scheduled',
  'plan_change_withdrawn',
  'seats_added',
  'seat_reduction_scheduled',
  'seat_reduction_withdrawn',
  'cancellation_scheduled',
  'cancellation_withdrawn',
  'payment_failed',
  'suspended',
  'recovered',
  'ended',
] as const;
export type ChangeKind = (typeof changeKinds)[number];
