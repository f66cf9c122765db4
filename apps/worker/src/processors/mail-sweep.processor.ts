import { Injectable } from '@nestjs/common';
import { MailDelivery, sweepMail, type Processor } from '@onegate/platform';

@Injectable()
export class MailSweepProcessor implements Processor<object> {
  readonly job = sweepMail;

  constructor(private readonly delivery: MailDelivery) {}

  process(): Promise<{ started: number }> {
    return this.delivery.startWaiting();
  }
}
