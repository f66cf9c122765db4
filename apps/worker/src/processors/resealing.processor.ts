import { Injectable } from '@nestjs/common';
import { webhookSecrets } from '@onegate/billing';
import { stateSecrets } from '@onegate/gateway';
import { upstreamSecrets } from '@onegate/models';
import {
  mailSecrets,
  Resealing,
  resealSecrets,
  type Processor,
  type ResealingResult,
} from '@onegate/platform';
import { tenantSecrets } from '@onegate/tenants';
import { usageSecrets } from '@onegate/usage';

/** Everything in the database that a master secret seals. */
export const sealedColumns = [
  ...mailSecrets,
  ...stateSecrets,
  ...tenantSecrets,
  ...upstreamSecrets,
  ...usageSecrets,
  ...webhookSecrets,
];

@Injectable()
export class ResealingProcessor implements Processor<object> {
  readonly job = resealSecrets;

  constructor(private readonly resealing: Resealing) {}

  process(): Promise<ResealingResult> {
    return this.resealing.reseal(sealedColumns);
  }
}
