import { Injectable } from '@nestjs/common';
import { Database } from '@onegate/platform';
import { ManualPeriods } from '../manual/manual-periods.service.js';
import type { Subscription } from '../subscription.entity.js';
import { SubscriptionStore } from '../subscription-store.service.js';
import { PeriodTurn } from './period-turn.service.js';
import { SubscriptionEnds } from './subscription-ends.service.js';

/** The next step of a subscription whose time has come: one transaction, which two that try it at once do once. */
@Injectable()
export class SubscriptionSteps {
  constructor(
    private readonly database: Database,
    private readonly store: SubscriptionStore,
    private readonly turn: PeriodTurn,
    private readonly manual: ManualPeriods,
    private readonly ends: SubscriptionEnds,
  ) {}

  take(subscriptionId: number): Promise<void> {
    return this.database.transaction(async () => {
      const subscription = await this.store.lock(subscriptionId);
      if (this.turn.isDue(subscription)) await this.step(subscription);
    });
  }

  private step(subscription: Subscription): Promise<void> {
    switch (subscription.status) {
      case 'scheduled':
        return this.manual.begin(subscription);
      case 'active':
        return this.renew(subscription);
      case 'past_due':
        return this.ends.suspend(subscription);
      case 'suspended':
        return this.ends.end(subscription);
      case 'incomplete':
      case 'ended':
        return this.store.change(subscription, { dueAt: null }, null);
    }
  }

  private async renew(subscription: Subscription): Promise<void> {
    const { cancelAt, periodEnd, origin } = subscription;
    if (cancelAt !== null && cancelAt <= periodEnd) {
      await this.ends.over(subscription);
      return;
    }
    if (origin === 'manual') {
      await this.manual.extend(subscription);
      return;
    }
    const before = subscription.revision;
    await this.turn.bill(subscription);
    if (subscription.revision === before) await this.store.change(subscription, { dueAt: null }, null);
  }
}
