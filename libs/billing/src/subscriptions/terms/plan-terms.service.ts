import { Injectable } from '@nestjs/common';
import { Database, usd } from '@onegate/platform';
import type { CapThreshold, PlanEntitlements } from '../../plans/plan-terms.js';
import type { AccountTag } from '../../wallets/billed-account.js';
import { accountOfTag } from '../../wallets/billed-account.js';

/** They move along with the time, by quarters of an hour and by days: of these there are sums. */
export const capWindows = {
  five_hour: { field: 'last5HoursUsageCostUSDPerUser', hours: 5, step: 0.25 },
  weekly: { field: 'last7daysUsageCostUSDPerUser', hours: 7 * 24, step: 24 },
  monthly: { field: 'last30daysUsageCostUSDPerUser', hours: 30 * 24, step: 24 },
} as const satisfies Record<string, { field: keyof CapThreshold; hours: number; step: number }>;
export type CapWindow = keyof typeof capWindows;

/** What each person may spend within the time up to now. */
export interface PlanCap {
  readonly window: CapWindow;
  readonly limitNano: bigint;
  readonly millis: number;
  readonly stepMillis: number;
}

/** What a plan means for the calls of its account. */
export interface AccountTerms {
  readonly tag: AccountTag;
  readonly status: 'none' | 'served' | 'suspended';
  /** `pln_…`; `null` without a plan. */
  readonly planId: string | null;
  readonly markupBps: number | null;
  readonly caps: readonly PlanCap[];
}

interface Row {
  readonly status: string;
  readonly plan_id: string;
  readonly markup_bps: number | null;
  readonly entitlements: PlanEntitlements;
}

const readTerms = `select s.status, p.public_id as plan_id, v.markup_bps, v.entitlements from subscriptions s
  join plan_versions v on v.id = s.plan_version_id join plans p on p.id = v.plan_id
  where (s.user_id = $1 or s.tenant_id = $2) and s.status in ('active', 'past_due', 'suspended')`;

const hour = 3_600_000;

/** What usage asks of an account's plan. Looks it up each time; `planTermsChanged` tells when it is another one. */
@Injectable()
export class PlanTerms {
  constructor(private readonly database: Database) {}

  async of(tag: AccountTag): Promise<AccountTerms> {
    const { kind, id } = accountOfTag(tag);
    const owner = kind === 'user' ? [id, null] : [null, id];
    const [row] = await this.database.query<Row>(readTerms, owner);
    if (!row) return { tag, status: 'none', planId: null, markupBps: null, caps: [] };
    const { plan_id: planId, markup_bps: markupBps, entitlements } = row;
    if (row.status === 'suspended') return { tag, status: 'suspended', planId, markupBps: null, caps: [] };
    return { tag, status: 'served', planId, markupBps, caps: capsOf(entitlements) };
  }
}

/** Where several entitlements cap the same window, the lowest counts. */
export function capsOf(entitlements: PlanEntitlements): PlanCap[] {
  const thresholds = Object.values(entitlements).flatMap(({ enabled, inferenceCapThreshold }) =>
    enabled && inferenceCapThreshold ? [inferenceCapThreshold] : [],
  );
  return (Object.keys(capWindows) as CapWindow[]).flatMap((window) => {
    const { field, hours, step } = capWindows[window];
    const limits = thresholds.flatMap((threshold) => threshold[field] ?? []);
    if (limits.length === 0) return [];
    const limitNano = usd(Math.min(...limits).toFixed(9));
    return [{ window, limitNano, millis: hours * hour, stepMillis: step * hour }];
  });
}
