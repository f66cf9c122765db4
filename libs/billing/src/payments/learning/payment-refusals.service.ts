import { Inject, Injectable } from '@nestjs/common';
import { LOGGER, type Logger } from '@onegate/platform';
import { AuditLog } from '@onegate/tenants';
import type { ProviderName } from '../providers/provider-facts.js';
import type { Learned } from './learned.js';

/** What a provider said that cannot be: nothing follows from it, and the administrators of the platform see it. */
@Injectable()
export class PaymentRefusals {
  constructor(
    private readonly audit: AuditLog,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  async record(provider: ProviderName, { paymentId, reason }: Learned, source: string): Promise<void> {
    this.log.warn({ provider, paymentId, reason, source }, 'News of a payment was refused');
    await this.audit.record(null, {
      action: 'payment.news_refused',
      target: { kind: 'payment', id: String(paymentId ?? '') },
      changes: { provider, reason, source },
    });
  }
}
