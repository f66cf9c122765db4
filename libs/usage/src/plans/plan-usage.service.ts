import { Injectable } from '@nestjs/common';
import { noPlan, planUnpaid, tagOf, type BilledAccount, type CapWindow } from '@onegate/billing';
import { Clock } from '@onegate/platform';
import { windowAt } from '../limits/cap-window.js';
import { ScopeFigures } from '../limits/scope-figures.service.js';
import { nameOfScope } from '../limits/spend-scope.js';
import { LivePlanTerms } from './live-plan-terms.service.js';

export interface UsedCap {
  readonly window: CapWindow;
  readonly percentUsed: number;
  readonly resetsAt: Date;
}

/** How much of the caps of his plan somebody has used, as the books have it now. */
@Injectable()
export class PlanUsage {
  constructor(
    private readonly clock: Clock,
    private readonly plans: LivePlanTerms,
    private readonly figures: ScopeFigures,
  ) {}

  async of(account: BilledAccount, userId: number): Promise<UsedCap[]> {
    const terms = await this.plans.of(account);
    if (terms.status === 'none') throw noPlan();
    if (terms.status === 'suspended') throw planUnpaid();
    const now = this.clock.now().getTime();
    return Promise.all(
      terms.caps.map(async ({ window, limitNano, since, windowMillis }) => {
        const { start, end } = windowAt({ since, millis: windowMillis }, now);
        const name = nameOfScope({ kind: 'person', userId }, start);
        const [figure] = await this.figures.of(tagOf(account), [name]);
        const percentUsed = percentOf(figure?.spentNano ?? 0n, limitNano);
        return { window, percentUsed, resetsAt: new Date(end) };
      }),
    );
  }
}

/** With two decimals, and never more than all. */
function percentOf(spent: bigint, limit: bigint): number {
  if (limit === 0n || spent >= limit) return 100;
  return Number((spent * 10_000n) / limit) / 100;
}
