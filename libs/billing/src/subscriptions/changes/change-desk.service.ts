import { Injectable } from '@nestjs/common';
import type { Invoice } from '../../invoices/invoice.entity.js';
import type { PlanVersion } from '../../plans/plan-version.entity.js';
import type { BilledAccount } from '../../wallets/billed-account.js';
import type { Subscription } from '../subscription.entity.js';
import { ChangeOrders } from './change-orders.service.js';
import { Paying } from './paying.service.js';
import { SeatRules } from './seat-rules.service.js';

/** Orders changes that take place when they are paid. */
@Injectable()
export class ChangeDesk {
  constructor(
    private readonly orders: ChangeOrders,
    private readonly paying: Paying,
    private readonly seatRules: SeatRules,
  ) {}

  seats(account: BilledAccount, version: PlanVersion, wanted: number): Promise<number> {
    return this.seatRules.require(account, version, wanted);
  }

  async order(
    subscription: Subscription,
    change: { readonly from: PlanVersion; readonly to: PlanVersion; readonly seats: number },
  ): Promise<Invoice> {
    return this.paying.ordered(subscription, await this.orders.draft({ subscription, ...change }));
  }

  settle(invoice: Invoice | null): Promise<{ actionUrl: string | null }> {
    return this.paying.settle(invoice);
  }
}
