import { Injectable } from '@nestjs/common';
import { Clock, Database } from '@onegate/platform';
import { checkAgainAfter } from '../check-times.js';
import { isPaid, isUnsettled, mayBecome, type PaymentStatus } from '../payment.flow.js';
import { PaymentNews } from '../payment-news.service.js';
import type { PaymentProvider } from '../providers/payment-provider.js';
import type { PaymentFact } from '../providers/provider-facts.js';
import { Payment } from '../records/payment.entity.js';
import { contradiction } from './contradictions.js';
import { changed, refused, unrelated, type Learned } from './learned.js';
import { ReversalTaking } from './reversal-taking.service.js';

const statusOf = {
  open: null,
  requires_action: 'requires_action',
  processing: 'processing',
  succeeded: 'succeeded',
  failed: 'failed',
  expired: 'expired',
} as const satisfies Record<PaymentFact['status'], PaymentStatus | null>;

/**
 * Takes in what a provider says of a payment, whoever asked and however often it is said: the row is locked, and only
 * moves on in the order of the flow. What follows from a change happens in the same transaction.
 */
@Injectable()
export class PaymentLearning {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly news: PaymentNews,
    private readonly reversals: ReversalTaking,
  ) {}

  learn(provider: PaymentProvider, fact: PaymentFact): Promise<Learned> {
    return this.database.transaction(async () => {
      const payment = await this.lock(provider, fact);
      if (!payment) return unrelated;
      const reason = contradiction(payment, provider, fact);
      if (reason !== null) return refused(payment.id, reason);
      return changed(payment.id, await this.apply(payment, fact));
    });
  }

  /** Ends one of which the provider knows nothing. */
  abandon(publicId: string): Promise<void> {
    return this.database.transaction(async () => {
      const payment = await this.database.of(Payment).findOne({
        where: { publicId },
        lock: { mode: 'pessimistic_write' },
      });
      if (!payment || !isUnsettled(payment.status)) return;
      payment.failureCode = 'abandoned';
      payment.failureMessage = 'It was not carried out in time.';
      await this.moveTo(payment, payment.channel === 'checkout' ? 'expired' : 'failed');
    });
  }

  /** By our own id first: the provider's may not have reached us. */
  private async lock(provider: PaymentProvider, fact: PaymentFact): Promise<Payment | null> {
    const [row] = await this.database.query<{ id: string }>(
      `select id from payments
       where public_id = $1 or (provider = $2 and (provider_reference = $3 or session = $4))
       order by public_id = $1 desc nulls last limit 1`,
      [fact.paymentId, provider.name, fact.reference, fact.session],
    );
    if (!row) return null;
    return this.database.of(Payment).findOne({
      where: { id: Number(row.id) },
      lock: { mode: 'pessimistic_write' },
    });
  }

  private async apply(payment: Payment, fact: PaymentFact): Promise<boolean> {
    const isNewReference = keepReferences(payment, fact);
    const next = statusOf[fact.status];
    if (next !== null && mayBecome(payment.status, next) && !isPaid(payment.status)) {
      keepDetails(payment, fact);
      await this.moveTo(payment, next);
      return true;
    }
    if (isNewReference) await this.save(payment);
    return isNewReference;
  }

  private async moveTo(payment: Payment, next: PaymentStatus): Promise<void> {
    const now = this.clock.now();
    payment.status = next;
    if (next === 'succeeded') payment.paidAt = now;
    payment.nextCheckAt = isUnsettled(next) ? checkAgainAfter(payment.createdAt, now) : null;
    await this.save(payment);
    await this.news.tell(payment);
    if (next === 'succeeded') await this.reversals.takeWaiting(payment);
  }

  private async save(payment: Payment): Promise<void> {
    payment.updatedAt = this.clock.now();
    await this.database.of(Payment).save(payment);
  }
}

function keepReferences(payment: Payment, { reference, session }: PaymentFact): boolean {
  const isNew =
    (payment.providerReference === null && reference !== null) ||
    (payment.session === null && session !== null);
  payment.providerReference ??= reference;
  payment.session ??= session;
  return isNew;
}

function keepDetails(payment: Payment, { actionUrl, failure, card, status }: PaymentFact): void {
  payment.actionUrl = status === 'requires_action' ? actionUrl : null;
  payment.failureCode = failure?.code ?? null;
  payment.failureMessage = failure?.message ?? null;
  payment.cardBrand = card?.brand ?? payment.cardBrand;
  payment.cardLast4 = card?.last4 ?? payment.cardLast4;
}
