import { Injectable } from '@nestjs/common';
import { expireGrants, GrantExpiry } from '@onegate/billing';
import type { Processor } from '@onegate/platform';

@Injectable()
export class GrantExpiryProcessor implements Processor<object> {
  readonly job = expireGrants;

  constructor(private readonly expiry: GrantExpiry) {}

  process(): Promise<number> {
    return this.expiry.expireDue();
  }
}
