import { Injectable } from '@nestjs/common';
import { InvoiceBook } from '../../invoices/invoice-book.service.js';
import type { Invoice } from '../../invoices/invoice.entity.js';
import { Allowances } from '../allowances.service.js';
import type { Subscription } from '../subscription.entity.js';
import type { ChangeKind } from '../subscription.flow.js';
import { SubscriptionMails } from '../subscription-mails.js';
import { SubscriptionStore } from '../subscription-store.service.js';
import { GivenUpInvoices } from './given-up-invoices.service.js';

/** What an invoice that is paid brings about: the period begins, its credit is there. Within the lock of both. */
@Injectable()
export class InvoiceEffects {
  constructor(
    private readonly store: SubscriptionStore,
    private readonly book: InvoiceBook,
    private readonly allowances: Allowances,
    private readonly givenUp: GivenUpInvoices,
    private readonly mails: SubscriptionMails,
  ) {}

  /** Whether it is still about what the subscription is now. */
  isTimely({ status, revision }: Subscription, invoice: Invoice): boolean {
    const isUnpaid = invoice.status === 'draft' || invoice.status === 'open';
    return isUnpaid && status !== 'ended' && invoice.effect.revision === revision;
  }

  async apply(subscription: Subscription, invoice: Invoice, paymentId: string | null): Promise<void> {
    const { effect, publicId } = invoice;
    if (isReplacing(subscription, invoice)) await this.giveUpOld(subscription, invoice);
    await this.book.paid(invoice, paymentId);
    const kind = kindOf(subscription, invoice);
    await this.store.change(subscription, patchOf(subscription, invoice), { kind });
    await this.allowances.grant(subscription, effect.creditCents, publicId);
    if (invoice.totalCents > 0) await this.mails.paid(subscription, invoice);
  }

  private async giveUpOld(
    subscription: Subscription,
    { effect, publicId, carriedOverCents }: Invoice,
  ): Promise<void> {
    await this.givenUp.giveUp(subscription, {
      source: publicId,
      credit: `surplus:${publicId}`,
      creditedCents: effect.surplusCents,
      carriedCents: carriedOverCents,
      takeBackNano: BigInt(effect.takeBackNano),
      aheadCents: effect.aheadCents ?? 0,
      replacedBy: publicId,
    });
  }
}

/** A period of another interval begins before the one that runs is over. */
function isReplacing({ periodEnd }: Subscription, { kind, periodEnd: end }: Invoice): boolean {
  return kind === 'change' && end.getTime() !== periodEnd.getTime();
}

function patchOf(subscription: Subscription, { effect, kind, periodStart, periodEnd }: Invoice) {
  const isForSeats = kind === 'change' && effect.versionId === subscription.planVersionId;
  return {
    status: 'active',
    planVersionId: effect.versionId,
    seats: effect.seats,
    anchorAt: new Date(effect.anchorAt),
    periodNumber: effect.periodNumber,
    periodStart,
    periodEnd,
    pastDueSince: null,
    dueAt: periodEnd,
    revision: subscription.revision + 1,
    nextSeats: null,
    ...(!isForSeats && { nextVersionId: null }),
  } as const;
}

function kindOf({ planVersionId, pastDueSince }: Subscription, { kind, effect }: Invoice): ChangeKind {
  if (kind === 'start') return 'started';
  if (kind === 'renewal') return pastDueSince === null ? 'renewed' : 'recovered';
  return effect.versionId === planVersionId ? 'seats_added' : 'plan_changed';
}
