import { Injectable } from '@nestjs/common';
import { Database, usd } from '@onegate/platform';
import type { CapThreshold, PlanEntitlements } from '../../plans/plan-terms.js';
import type { AccountTag } from '../../wallets/billed-account.js';
import { accountOfTag } from '../../wallets/billed-account.js';

export const capWindows = {
  five_hour: { field: 'last5HoursUsageCostUSDPerUser', hours: 5 },
  weekly: { field: 'last7daysUsageCostUSDPerUser', hours: 7 * 24 },
  monthly: { field: 'last30daysUsageCostUSDPerUser', hours: 30 * 24 },
} as const satisfies Record<string, { field: keyof CapThreshold; hours: number }>;
export type CapWindow = keyof typeof capWindows;

/** What each person may spend within a window; they follow each other from when the plan began. */
export interface PlanCap {
  readonly window: CapWindow;
  readonly limitNano: bigint;
  readonly windowMillis: number;
  readonly since: number;
}

/** What a plan means for the calls of its account. */
export interface AccountTerms {
  readonly tag: AccountTag;
  readonly status: 'none' | 'served' | 'suspended';
  readonly markupBps: number | null;
  readonly caps: readonly PlanCap[];
}

interface Row {
  readonly status: string;
  readonly created_at: Date;
  readonly markup_bps: number | null;
  readonly entitlements: PlanEntitlements;
}

const readTerms = `select s.status, s.created_at, v.markup_bps, v.entitlements from subscriptions s
  join plan_versions v on v.id = s.plan_version_id
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
    if (!row) return { tag, status: 'none', markupBps: null, caps: [] };
    if (row.status === 'suspended') return { tag, status: 'suspended', markupBps: null, caps: [] };
    const caps = capsOf(row.entitlements, row.created_at);
    return { tag, status: 'served', markupBps: row.markup_bps, caps };
  }
}

/** Where several entitlements cap the same window, the lowest counts. */
export function capsOf(entitlements: PlanEntitlements, since: Date): PlanCap[] {
  const thresholds = Object.values(entitlements).flatMap(({ enabled, inferenceCapThreshold }) =>
    enabled && inferenceCapThreshold ? [inferenceCapThreshold] : [],
  );
  return (Object.keys(capWindows) as CapWindow[]).flatMap((window) => {
    const { field, hours } = capWindows[window];
    const limits = thresholds.flatMap((threshold) => threshold[field] ?? []);
    if (limits.length === 0) return [];
    const limitNano = usd(Math.min(...limits).toFixed(9));
    return [{ window, limitNano, windowMillis: hours * hour, since: since.getTime() }];
  });
}
