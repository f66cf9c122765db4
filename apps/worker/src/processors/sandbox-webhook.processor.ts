import { Injectable } from '@nestjs/common';
import { deliverSandboxEvent, SandboxDelivery, type DeliverSandboxEvent } from '@onegate/billing';
import type { Processor } from '@onegate/platform';

@Injectable()
export class SandboxWebhookProcessor implements Processor<DeliverSandboxEvent> {
  readonly job = deliverSandboxEvent;

  constructor(private readonly delivery: SandboxDelivery) {}

  process({ eventId }: DeliverSandboxEvent): Promise<void> {
    return this.delivery.deliver(eventId);
  }
}
