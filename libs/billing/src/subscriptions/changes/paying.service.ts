import { Injectable } from '@nestjs/common';
import type { Invoice } from '../../invoices/invoice.entity.js';
import { InvoiceCollection } from '../renewal/invoice-collection.service.js';
import { InvoiceEffects } from '../renewal/invoice-effects.service.js';
import type { Subscription } from '../subscription.entity.js';
import { chargeDeclined } from '../subscription.errors.js';

/** Pays for what somebody wants now and waits for. */
@Injectable()
export class Paying {
  constructor(
    private readonly collection: InvoiceCollection,
    private readonly effects: InvoiceEffects,
  ) {}

  /** Within the lock: what costs nothing takes place at once. */
  async ordered(subscription: Subscription, draft: Invoice): Promise<Invoice> {
    if (draft.totalCents === 0) await this.effects.apply(subscription, draft, null);
    return draft;
  }

  /** Outside of any transaction. Answers where the payer's bank asks him, if it does. */
  async settle(draft: Invoice | null): Promise<{ actionUrl: string | null }> {
    if (draft === null || (draft.status !== 'draft' && draft.status !== 'open')) return { actionUrl: null };
    const invoice = await this.collection.collect(draft.id);
    const isDeclined = invoice.status === 'void' || invoice.attempts > draft.attempts;
    if (isDeclined) throw chargeDeclined({ reason: invoice.failure ?? 'It was declined.' });
    return { actionUrl: invoice.actionUrl };
  }
}
