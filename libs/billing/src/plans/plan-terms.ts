import type { BilledAccount } from '../wallets/billed-account.js';

export const planTypes = ['individual', 'teams'] as const;
export type PlanType = (typeof planTypes)[number];

export const planIntervals = ['monthly', 'yearly'] as const;
export type PlanInterval = (typeof planIntervals)[number];

export const monthsIn: Record<PlanInterval, number> = { monthly: 1, yearly: 12 };

/** What the list of plans tells of them; free of meaning for us. */
export type PlanFeatures = Readonly<Record<string, unknown>>;

/** What a person may spend within the time up to now, by the name that clients know it by. */
export interface CapThreshold {
  readonly last5HoursUsageCostUSDPerUser?: number | null | undefined;
  readonly last7daysUsageCostUSDPerUser?: number | null | undefined;
  readonly last30daysUsageCostUSDPerUser?: number | null | undefined;
}

export interface PlanEntitlement {
  readonly enabled: boolean;
  readonly inferenceCapThreshold?: CapThreshold | null | undefined;
}

export type PlanEntitlements = Readonly<Record<string, PlanEntitlement>>;

/** People take individual plans, organizations those for teams. */
export function typeFor({ kind }: Pick<BilledAccount, 'kind'>): PlanType {
  return kind === 'user' ? 'individual' : 'teams';
}

interface Priced {
  readonly pricePerSeatCents: number;
  readonly interval: PlanInterval;
}

/** What a seat costs in a year: by this, terms are more or less than others. */
export function yearlyPriceCents({ pricePerSeatCents, interval }: Priced): number {
  return pricePerSeatCents * (12 / monthsIn[interval]);
}
