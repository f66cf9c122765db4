import { Injectable } from '@nestjs/common';
import {
  cursorPage,
  Database,
  decodeCursor,
  encodeCursor,
  type CursorPage,
  type CursorQuery,
} from '@onegate/platform';
import { In, LessThan } from 'typeorm';
import { z } from 'zod';
import { PlanCatalog, type OfferedPlan } from '../plans/plan-catalog.service.js';
import { planUnknown } from '../plans/plan.errors.js';
import type { BilledAccount } from '../wallets/billed-account.js';
import type { Subscription } from './subscription.entity.js';
import { noPlan } from './subscription.errors.js';
import { SubscriptionChange } from './subscription-change.entity.js';
import { SubscriptionStore } from './subscription-store.service.js';

/** The plan that an account has. */
export interface AccountPlan {
  readonly subscription: Subscription;
  readonly offered: OfferedPlan;
  /** From the next period on, where it is another one. */
  readonly next: OfferedPlan | null;
  /** The entry of the history that brought it to what it is. */
  readonly historyId: string;
}

export interface HistoryEntry {
  readonly change: SubscriptionChange;
  readonly subscription: Subscription;
  readonly offered: OfferedPlan;
}

const position = z.object({ id: z.int() });

/** What people get to see of their plan. */
@Injectable()
export class PlanReading {
  constructor(
    private readonly database: Database,
    private readonly catalog: PlanCatalog,
    private readonly store: SubscriptionStore,
  ) {}

  async current(account: BilledAccount): Promise<AccountPlan> {
    const subscription = await this.store.running(account);
    if (!subscription) throw noPlan();
    const { nextVersionId, planVersionId, id: subscriptionId } = subscription;
    const plans = await this.catalog.ofVersions([planVersionId, nextVersionId ?? planVersionId]);
    const offered = plans.get(planVersionId);
    const last = await this.database
      .of(SubscriptionChange)
      .findOne({ where: { subscriptionId }, order: { id: 'desc' } });
    if (!offered || !last) throw noPlan();
    const next = nextVersionId === null ? null : (plans.get(nextVersionId) ?? null);
    return { subscription, offered, next, historyId: last.publicId };
  }

  /** What happened to the account's plans, the newest first. */
  async history(account: BilledAccount, { cursor, limit }: CursorQuery): Promise<CursorPage<HistoryEntry>> {
    const subscriptions = new Map((await this.store.all(account)).map((one) => [one.id, one]));
    const before = cursor ? decodeCursor(position, cursor).id : null;
    const changes = await this.database.of(SubscriptionChange).find({
      where: {
        subscriptionId: In([...subscriptions.keys()]),
        ...(before !== null && { id: LessThan(before) }),
      },
      order: { id: 'desc' },
      take: limit + 1,
    });
    const plans = await this.catalog.ofVersions(changes.map(({ planVersionId }) => planVersionId));
    const entries = changes.flatMap((change) => {
      const subscription = subscriptions.get(change.subscriptionId);
      const offered = plans.get(change.planVersionId);
      return subscription && offered ? [{ change, subscription, offered }] : [];
    });
    return cursorPage(entries, limit, ({ change }) => encodeCursor({ id: change.id }));
  }

  /** A plan, on the terms on which the account has or had it, else on those of now. */
  async details(account: BilledAccount, planId: string): Promise<OfferedPlan> {
    const subscriptions = await this.store.all(account);
    const plans = await this.catalog.ofVersions(subscriptions.map(({ planVersionId }) => planVersionId));
    for (const { planVersionId } of subscriptions) {
      const had = plans.get(planVersionId);
      if (had?.plan.publicId === planId) return had;
    }
    const offered = await this.catalog.byPublicId(planId);
    if (!offered.plan.isActive) throw planUnknown();
    return offered;
  }
}
