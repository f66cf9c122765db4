import { Injectable } from '@nestjs/common';
import { renewSubscriptions, SubscriptionRenewal } from '@onegate/billing';
import type { Processor } from '@onegate/platform';

@Injectable()
export class SubscriptionRenewalProcessor implements Processor<object> {
  readonly job = renewSubscriptions;

  constructor(private readonly renewal: SubscriptionRenewal) {}

  process(): Promise<number> {
    return this.renewal.run();
  }
}
