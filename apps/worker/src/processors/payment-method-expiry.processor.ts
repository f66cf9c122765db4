import { Injectable } from '@nestjs/common';
import { MethodExpiry, warnOfExpiry } from '@onegate/billing';
import type { Processor } from '@onegate/platform';

@Injectable()
export class PaymentMethodExpiryProcessor implements Processor<object> {
  readonly job = warnOfExpiry;

  constructor(private readonly expiry: MethodExpiry) {}

  process(): Promise<{ warned: number }> {
    return this.expiry.warn();
  }
}
