import { Injectable } from '@nestjs/common';
import type { Invoice } from '../../invoices/invoice.entity.js';
import { PlanCatalog, type OfferedPlan } from '../../plans/plan-catalog.service.js';
import type { BilledAccount } from '../../wallets/billed-account.js';
import { alreadySubscribed } from '../subscription.errors.js';
import type { SubscribeInput } from '../subscription.schema.js';
import type { Subscription } from '../subscription.entity.js';
import type { PlanHolder } from '../plan-holder.js';
import { SubscriptionStore } from '../subscription-store.service.js';
import { Paying } from './paying.service.js';
import { SeatRules } from './seat-rules.service.js';
import { FirstOrders } from './first-orders.service.js';

/** The beginning of a plan: written down first, paid then, and begun when it is paid. */
@Injectable()
export class Subscribing {
  constructor(
    private readonly catalog: PlanCatalog,
    private readonly store: SubscriptionStore,
    private readonly orders: FirstOrders,
    private readonly seatRules: SeatRules,
    private readonly paying: Paying,
  ) {}

  /** Two at once subscribe once: the second one joins the first, or is refused. */
  async subscribe(buyer: PlanHolder, { planId, seats: wanted }: SubscribeInput) {
    const { account } = buyer;
    const invoice = await this.store.alone(account, async () => {
      const offered = await this.catalog.forSale(account, planId);
      const seats = await this.seatRules.require(account, offered.version, wanted);
      const running = await this.store.lockRunning(account);
      if (running) {
        const joined = await this.joined(running, offered, seats);
        if (joined) return joined;
      }
      await this.requireNoneToCome(account);
      const { subscription, draft } = await this.orders.write(buyer, offered, seats);
      return this.paying.ordered(subscription, draft);
    });
    return this.paying.settle(invoice);
  }

  /** The same one that waits for its payment; another one that does so makes way. */
  private async joined(
    running: Subscription,
    { version }: OfferedPlan,
    seats: number,
  ): Promise<Invoice | null> {
    if (running.status !== 'incomplete') throw alreadySubscribed();
    const isSame = running.planVersionId === version.id && running.seats === seats;
    const draft = isSame ? await this.orders.draftOf(running) : null;
    if (!draft) await this.orders.giveUp(running);
    return draft;
  }

  private async requireNoneToCome(account: BilledAccount): Promise<void> {
    const all = await this.store.all(account);
    if (all.some(({ status }) => status === 'scheduled')) throw alreadySubscribed();
  }
}
