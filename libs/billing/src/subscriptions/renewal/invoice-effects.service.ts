import { Injectable } from '@nestjs/common';
import { fromCents } from '@onegate/platform';
import { InvoiceBook } from '../../invoices/invoice-book.service.js';
import type { Invoice } from '../../invoices/invoice.entity.js';
import { Ledger } from '../../ledger/ledger.service.js';
import { accountOfColumns } from '../../payments/account-columns.js';
import { Allowances } from '../allowances.service.js';
import type { Subscription } from '../subscription.entity.js';
import type { ChangeKind } from '../subscription.flow.js';
import { SubscriptionMails } from '../subscription-mails.js';
import { SubscriptionStore } from '../subscription-store.service.js';

/** What an invoice that is paid brings about: the period begins, its credit is there. Within the lock of both. */
@Injectable()
export class InvoiceEffects {
  constructor(
    private readonly store: SubscriptionStore,
    private readonly book: InvoiceBook,
    private readonly allowances: Allowances,
    private readonly ledger: Ledger,
    private readonly mails: SubscriptionMails,
  ) {}

  /** Whether it is still about what the subscription is now. */
  isTimely({ status, revision }: Subscription, invoice: Invoice): boolean {
    const isUnpaid = invoice.status === 'draft' || invoice.status === 'open';
    return isUnpaid && status !== 'ended' && invoice.effect.revision === revision;
  }

  async apply(subscription: Subscription, invoice: Invoice, paymentId: string | null): Promise<void> {
    const { effect, publicId } = invoice;
    await this.book.paid(invoice, paymentId);
    await this.giveUpOld(subscription, invoice);
    const kind = kindOf(subscription, invoice);
    await this.store.change(subscription, patchOf(subscription, invoice), { kind });
    await this.allowances.grant(subscription, effect.creditCents, publicId);
    if (invoice.totalCents > 0) await this.mails.paid(subscription, invoice);
  }

  private async giveUpOld(subscription: Subscription, { effect, publicId }: Invoice): Promise<void> {
    const takeBack = BigInt(effect.takeBackNano);
    if (takeBack > 0n) await this.allowances.takeBack(subscription, takeBack, publicId);
    if (effect.surplusCents === 0) return;
    await this.ledger.grantCredit({
      account: accountOfColumns(subscription),
      kind: 'credit_note',
      amount: fromCents(effect.surplusCents),
      reference: `surplus:${publicId}`,
      about: 'Unused time of a plan',
    });
  }
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
