import { Injectable } from '@nestjs/common';
import { webhookClosed } from '../payment.errors.js';
import type { SignedMessage } from '../providers/payment-provider.js';
import { PaymentProviders } from '../providers/payment-providers.js';
import { EventIntake } from './event-intake.service.js';

/** The door for what providers tell by themselves. */
@Injectable()
export class PaymentWebhooks {
  constructor(
    private readonly providers: PaymentProviders,
    private readonly intake: EventIntake,
  ) {}

  /** A contradiction is kept and answered like all else: sent again it would be none the less wrong. */
  async receive(name: string, message: SignedMessage): Promise<void> {
    const provider = this.providers.named(name);
    if (!provider?.takesWebhooks) throw webhookClosed();
    await this.intake.take(provider, provider.readWebhook(message));
  }
}
