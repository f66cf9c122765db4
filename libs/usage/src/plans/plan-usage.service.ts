import { Injectable } from '@nestjs/common';
import { noPlan, planUnpaid, tagOf } from '@onegate/billing';
import type { AccountTag, BilledAccount, CapWindow, PlanCap } from '@onegate/billing';
import { Clock } from '@onegate/platform';
import { leavesAt, stepAt, stepsBefore } from '../limits/cap-window.js';
import { MovingFigures } from '../limits/moving-figures.service.js';
import { LivePlanTerms } from './live-plan-terms.service.js';

export interface UsedCap {
  readonly window: CapWindow;
  readonly percentUsed: number;
  /** When the first of it does not count any more. */
  readonly resetsAt: Date;
}

/** The plan that somebody is served by, and how much of its caps he has used. */
export interface PlanStanding {
  readonly planId: string;
  readonly caps: readonly UsedCap[];
}

/** How much of the caps of his plan somebody has used, as the books have it now. */
@Injectable()
export class PlanUsage {
  constructor(
    private readonly clock: Clock,
    private readonly plans: LivePlanTerms,
    private readonly figures: MovingFigures,
  ) {}

  async of(account: BilledAccount, userId: number): Promise<UsedCap[]> {
    const { status } = await this.plans.of(account);
    if (status === 'suspended') throw planUnpaid();
    const standing = await this.standing(account, userId);
    if (!standing) throw noPlan();
    return [...standing.caps];
  }

  /** `null` for whoever is served without a plan, or was not paid for. */
  async standing(account: BilledAccount, userId: number): Promise<PlanStanding | null> {
    const { status, planId, caps } = await this.plans.of(account);
    if (planId === null || status !== 'served') return null;
    return { planId, caps: await Promise.all(caps.map((cap) => this.used(tagOf(account), userId, cap))) };
  }

  private async used(tag: AccountTag, userId: number, cap: PlanCap): Promise<UsedCap> {
    const before = stepsBefore(cap);
    const steps = await this.figures.within(tag, { kind: 'moving', userId, before, ...cap });
    const spent = steps.reduce((sum, { spentNano }) => sum + spentNano, 0n);
    const oldest = steps.find(({ spentNano }) => spentNano > 0n);
    const now = this.clock.now().getTime();
    const resetsAt = new Date(leavesAt(cap, oldest?.step ?? stepAt(cap, now)));
    return { window: cap.window, percentUsed: percentOf(spent, cap.limitNano), resetsAt };
  }
}

/** With two decimals, and never more than all. */
function percentOf(spent: bigint, limit: bigint): number {
  if (limit === 0n || spent >= limit) return 100;
  return Number((spent * 10_000n) / limit) / 100;
}
