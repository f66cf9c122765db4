import { Injectable } from '@nestjs/common';
import { Clock, Database, newId } from '@onegate/platform';
import { reversalMayBecome, type ReversalStatus } from '../payment.flow.js';
import type { PaymentProvider } from '../providers/payment-provider.js';
import type { ReversalFact } from '../providers/provider-facts.js';
import { PaymentReversal } from '../records/payment-reversal.entity.js';
import { Payment } from '../records/payment.entity.js';
import { reversalContradiction } from './contradictions.js';
import { changed, refused, unrelated, type Learned } from './learned.js';
import { ReversalTaking } from './reversal-taking.service.js';

/** Takes in what a provider says of money that goes back. It may come before the news of the payment itself. */
@Injectable()
export class ReversalLearning {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly taking: ReversalTaking,
  ) {}

  learn(provider: PaymentProvider, fact: ReversalFact): Promise<Learned> {
    return this.database.transaction(async () => {
      const payment = await this.lockPayment(provider, fact);
      if (!payment) return unrelated;
      const known = await this.find(payment, fact);
      const reason = reversalContradiction(payment, provider, fact, known);
      if (reason !== null) return refused(payment.id, reason);
      return changed(payment.id, await this.apply(payment, fact, known));
    });
  }

  private async lockPayment(provider: PaymentProvider, fact: ReversalFact): Promise<Payment | null> {
    const [row] = await this.database.query<{ id: string }>(
      `select id from payments where public_id = $1 or (provider = $2 and provider_reference = $3)
       order by public_id = $1 desc nulls last limit 1`,
      [fact.paymentId, provider.name, fact.paymentReference],
    );
    if (!row) return null;
    return this.database.of(Payment).findOne({
      where: { id: Number(row.id) },
      lock: { mode: 'pessimistic_write' },
    });
  }

  /** One that we asked for is known by our id before the provider's reached us. */
  private async find(payment: Payment, fact: ReversalFact): Promise<PaymentReversal | null> {
    const all = await this.database.of(PaymentReversal).findBy({ paymentId: payment.id });
    return (
      all.find(({ providerReference }) => providerReference === fact.reference) ??
      all.find(
        ({ publicId, providerReference }) => publicId === fact.reversalId && providerReference === null,
      ) ??
      null
    );
  }

  /** `open` says only that something is announced: the money is still here. */
  private async apply(payment: Payment, fact: ReversalFact, known: PaymentReversal | null): Promise<boolean> {
    if (fact.status === 'open') return false;
    const reversal = known ?? this.newReversal(payment, fact);
    const isNews = known === null || reversalMayBecome(known.status, fact.status);
    if (!isNews) return false;
    const now = this.clock.now();
    Object.assign(reversal, {
      status: fact.status satisfies ReversalStatus,
      providerReference: fact.reference,
      updatedAt: now,
      nextCheckAt: null,
    });
    await this.database.of(PaymentReversal).save(reversal);
    await this.taking.settle(payment, reversal);
    return true;
  }

  private newReversal(payment: Payment, fact: ReversalFact): PaymentReversal {
    return this.database.of(PaymentReversal).create({
      publicId: newId('rev'),
      paymentId: payment.id,
      kind: fact.kind,
      reference: null,
      provider: payment.provider,
      amountCents: fact.amountCents,
      takenCents: 0,
      reason: fact.reason,
      requestedBy: null,
      createdAt: this.clock.now(),
      nextCheckAt: null,
    });
  }
}
