import { Injectable } from '@nestjs/common';
import {
  InvoicePaying,
  PlanChanging,
  PlanReading,
  SeatChanging,
  Subscribing,
  type PlanHolder,
  type SubscribeInput,
} from '@onegate/billing';
import { toAccountPlanView, type AccountPlanView, type PlanOwner } from './plan.view.js';

/** Whoever changes a plan is answered with what it is then, and where his bank asks him. */
@Injectable()
export class AccountPlans {
  constructor(
    private readonly reading: PlanReading,
    private readonly subscribing: Subscribing,
    private readonly changing: PlanChanging,
    private readonly seats: SeatChanging,
    private readonly paying: InvoicePaying,
  ) {}

  subscribe(buyer: PlanHolder, owner: PlanOwner, input: SubscribeInput): Promise<AccountPlanView> {
    return this.shown(buyer, owner, this.subscribing.subscribe(buyer, input));
  }

  change(buyer: PlanHolder, owner: PlanOwner, input: SubscribeInput): Promise<AccountPlanView> {
    return this.shown(buyer, owner, this.changing.change(buyer, input));
  }

  setSeats(buyer: PlanHolder, owner: PlanOwner, seats: number): Promise<AccountPlanView> {
    return this.shown(buyer, owner, this.seats.change(buyer, seats));
  }

  pay(buyer: PlanHolder, owner: PlanOwner): Promise<AccountPlanView> {
    return this.shown(buyer, owner, this.paying.payNow(buyer.account));
  }

  async show({ account }: Pick<PlanHolder, 'account'>, owner: PlanOwner): Promise<AccountPlanView> {
    return toAccountPlanView(owner, await this.reading.current(account));
  }

  private async shown(
    { account }: PlanHolder,
    owner: PlanOwner,
    done: Promise<{ actionUrl: string | null }>,
  ): Promise<AccountPlanView> {
    const { actionUrl } = await done;
    return toAccountPlanView(owner, await this.reading.current(account), actionUrl);
  }
}
