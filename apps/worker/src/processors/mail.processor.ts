import { Injectable } from '@nestjs/common';
import { deliverMail, MailDelivery, type Processor } from '@onegate/platform';

@Injectable()
export class MailProcessor implements Processor<{ mailId: number }> {
  readonly job = deliverMail;

  constructor(private readonly delivery: MailDelivery) {}

  process({ mailId }: { mailId: number }): Promise<void> {
    return this.delivery.deliver(mailId);
  }
}
