import { Injectable } from '@nestjs/common';
import { Clock } from '@onegate/platform';
import { InvoiceBook } from '../../invoices/invoice-book.service.js';
import { noPlan, notCancelled, planNotChangeable } from '../subscription.errors.js';
import type { CancelQuery } from '../subscription.schema.js';
import type { Subscription } from '../subscription.entity.js';
import { SubscriptionStore } from '../subscription-store.service.js';
import { GivenUp } from './given-up.service.js';
import type { PlanHolder } from '../plan-holder.js';

/** The end of a plan, with its period or at once, and the way back. */
@Injectable()
export class Cancelling {
  constructor(
    private readonly clock: Clock,
    private readonly store: SubscriptionStore,
    private readonly book: InvoiceBook,
    private readonly givenUp: GivenUp,
  ) {}

  /** What is not paid for now has no period to go on to, and ends at once. */
  async cancel(buyer: PlanHolder, planId: string, { when }: CancelQuery): Promise<void> {
    await this.store.alone(buyer.account, async () => {
      const subscription = await this.running(buyer);
      await this.givenUp.requirePlan(subscription, planId);
      const isPaidFor = subscription.status === 'active' && subscription.periodEnd > this.clock.now();
      if (isPaidFor && when === 'period_end') await this.withPeriod(buyer, subscription);
      else await this.atOnce(buyer, subscription, isPaidFor);
    });
  }

  async resume(buyer: PlanHolder): Promise<void> {
    await this.store.alone(buyer.account, async () => {
      const subscription = await this.running(buyer);
      if (subscription.cancelAt === null) throw notCancelled();
      const note = { kind: 'cancellation_withdrawn', actorUserId: buyer.userId } as const;
      await this.store.change(subscription, { cancelAt: null, canceledAt: null }, note);
    });
  }

  private async running({ account }: PlanHolder): Promise<Subscription> {
    const subscription = await this.store.lockRunning(account);
    if (!subscription) throw noPlan();
    if (subscription.origin === 'manual') throw planNotChangeable();
    return subscription;
  }

  /** A change that waits for its payment does not take place any more. */
  private async withPeriod({ userId }: PlanHolder, subscription: Subscription): Promise<void> {
    if (subscription.cancelAt !== null) return;
    await this.book.voidUnpaid(subscription);
    const next = { nextVersionId: null, nextSeats: null, revision: subscription.revision + 1 };
    const patch = { ...next, cancelAt: subscription.periodEnd, canceledAt: this.clock.now() };
    await this.store.change(subscription, patch, { kind: 'cancellation_scheduled', actorUserId: userId });
  }

  private async atOnce(
    { userId }: PlanHolder,
    subscription: Subscription,
    isPaidFor: boolean,
  ): Promise<void> {
    await this.book.voidUnpaid(subscription);
    if (isPaidFor) await this.givenUp.credit(subscription);
    Object.assign(subscription, { canceledAt: this.clock.now() });
    await this.store.end(subscription, 'cancelled', userId);
  }
}
