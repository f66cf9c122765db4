import { Injectable } from '@nestjs/common';
import { Clock, Database, Failure, newId } from '@onegate/platform';
import { AuditLog, type Actor } from '@onegate/tenants';
import { asking } from '../asking.js';
import { firstCheckAfter } from '../check-times.js';
import { NewsLearning } from '../learning/news-learning.service.js';
import { isPaid } from '../payment.flow.js';
import { paymentReferenceReused, paymentUnknown, paymentUnpaid, refundTooLarge } from '../payment.errors.js';
import { PaymentProviders } from '../providers/payment-providers.js';
import { PaymentReversal } from '../records/payment-reversal.entity.js';
import { Payment } from '../records/payment.entity.js';
import type { RefundRequest } from './payment-admin.schema.js';

/**
 * Money that an administrator sends back. Written down first, so that whoever dies after that leaves it to the job, which
 * goes on with the same idempotency key. The credit is withdrawn once the provider has said that the money goes.
 */
@Injectable()
export class Refunds {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly providers: PaymentProviders,
    private readonly news: NewsLearning,
    private readonly audit: AuditLog,
  ) {}

  async refund(actor: Actor, paymentId: number, wanted: RefundRequest): Promise<PaymentReversal> {
    const { id } = await this.order(actor, paymentId, wanted);
    await this.carryOut(id);
    return this.read(id);
  }

  async carryOut(id: number): Promise<void> {
    const reversal = await this.read(id);
    const payment = await this.database.of(Payment).findOneByOrFail({ id: reversal.paymentId });
    const provider = this.providers.named(payment.provider);
    const { providerReference: paymentReference } = payment;
    if (reversal.status !== 'requested' || !provider || paymentReference === null) return;
    const { publicId: reversalId, amountCents } = reversal;
    try {
      const order = { reversalId, payment, paymentReference, amountCents };
      const fact = await asking(() => provider.refund(order));
      await this.news.learn(provider, [fact], 'refund');
    } catch (error) {
      if (error instanceof Failure && error.kind === 'conflict') await this.fail(id);
      throw error;
    }
  }

  private order(actor: Actor, paymentId: number, wanted: RefundRequest): Promise<PaymentReversal> {
    return this.database.transaction(async () => {
      const payment = await this.database.of(Payment).findOne({
        where: { id: paymentId },
        lock: { mode: 'pessimistic_write' },
      });
      if (!payment) throw paymentUnknown();
      const reference = `refund:${payment.publicId}:${wanted.reference}`;
      const before = await this.database.of(PaymentReversal).findOneBy({ reference });
      if (before) return requireSame(before, wanted);
      return this.write(actor, payment, { ...wanted, reference });
    });
  }

  private async write(actor: Actor, payment: Payment, wanted: RefundRequest): Promise<PaymentReversal> {
    if (!isPaid(payment.status)) throw paymentUnpaid();
    const left = await this.leftOf(payment);
    const amountCents = wanted.amount_cents ?? left;
    if (amountCents > left || left === 0) throw refundTooLarge({ left });
    const now = this.clock.now();
    const { reason, reference } = wanted;
    await this.audit.record(actor, {
      action: 'payment.refund_ordered',
      target: { kind: 'payment', id: payment.publicId },
      tenantId: payment.tenantId,
      changes: { amount_cents: amountCents, reason, reference: wanted.reference },
    });
    return this.database.of(PaymentReversal).save({
      publicId: newId('rev'),
      paymentId: payment.id,
      kind: 'refund',
      reference,
      provider: payment.provider,
      providerReference: null,
      status: 'requested',
      amountCents,
      takenCents: 0,
      reason,
      requestedBy: actor.userId,
      createdAt: now,
      updatedAt: now,
      nextCheckAt: firstCheckAfter(now),
    });
  }

  /** What is neither back with the payer nor on its way to him. */
  private async leftOf(payment: Payment): Promise<number> {
    const all = await this.database.of(PaymentReversal).findBy({ paymentId: payment.id });
    const live = all.filter(({ status }) => status !== 'failed' && status !== 'returned');
    const gone = live.reduce((sum, { amountCents }) => sum + amountCents, 0);
    return Math.max(0, payment.amountCents - gone);
  }

  private async fail(id: number): Promise<void> {
    await this.database
      .of(PaymentReversal)
      .update(
        { id, status: 'requested' },
        { status: 'failed', nextCheckAt: null, updatedAt: this.clock.now() },
      );
  }

  private read(id: number): Promise<PaymentReversal> {
    return this.database.of(PaymentReversal).findOneByOrFail({ id });
  }
}

function requireSame(before: PaymentReversal, { amount_cents: amountCents }: RefundRequest): PaymentReversal {
  const isSame = amountCents === undefined || amountCents === null || amountCents === before.amountCents;
  if (!isSame) throw paymentReferenceReused();
  return before;
}
