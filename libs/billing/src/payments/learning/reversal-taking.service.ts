import { Injectable } from '@nestjs/common';
import { Clock, Database } from '@onegate/platform';
import { isGone, isPaid, type PaymentStatus } from '../payment.flow.js';
import { PaymentFollowers, type MoneyBack, type PaymentFollower } from '../payment-followers.js';
import { PaymentMails } from '../payment-mails.js';
import { followed } from '../payment-news.service.js';
import { PaymentReversal } from '../records/payment-reversal.entity.js';
import { Payment } from '../records/payment.entity.js';

/** What follows when the money of a payment goes back, or comes again. Within the lock of the payment. */
@Injectable()
export class ReversalTaking {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly followers: PaymentFollowers,
    private readonly mails: PaymentMails,
  ) {}

  /** Of refunds and disputes that were heard of before the payment itself, or while another one had its money. */
  async takeWaiting(payment: Payment): Promise<void> {
    const all = await this.database
      .of(PaymentReversal)
      .find({ where: { paymentId: payment.id }, order: { id: 'asc' } });
    for (const reversal of all.filter(({ status }) => isGone(status))) await this.settle(payment, reversal);
  }

  /** Brings the follower in line with how the reversal stands. */
  async settle(payment: Payment, reversal: PaymentReversal): Promise<void> {
    if (!isPaid(payment.status)) return;
    const follower = this.followers.of(payment.purpose);
    if (isDue(reversal, follower)) await this.take(payment, reversal, follower);
    else if (!isGone(reversal.status) && reversal.takenCents > 0) {
      await this.giveBack(payment, reversal, follower);
    }
  }

  /** Never more than is left of the payment: what was refunded already may be disputed on top. */
  private async take(payment: Payment, reversal: PaymentReversal, follower: PaymentFollower): Promise<void> {
    const wanted = reversal.amountCents - reversal.takenCents;
    const amountCents = Math.min(wanted, payment.amountCents - payment.returnedCents);
    if (amountCents === 0) return;
    const back = taking(payment, reversal, amountCents);
    const told = followed(payment);
    await follower.takenBack(told, back);
    if (back.kind === 'chargeback') await this.followers.tellDispute(told.account);
    await this.book(payment, reversal, reversal.takenCents + amountCents);
    await this.mails.moneyBack(payment, back);
  }

  /** What it had may be another's: a dispute of what was refunded already had no part in it until now. */
  private async giveBack(
    payment: Payment,
    reversal: PaymentReversal,
    follower: PaymentFollower,
  ): Promise<void> {
    await follower.givenBack(followed(payment), movement(payment, reversal, reversal.takenCents));
    await this.book(payment, reversal, 0);
    await this.takeWaiting(payment);
  }

  private async book(payment: Payment, reversal: PaymentReversal, takenCents: number): Promise<void> {
    const now = this.clock.now();
    const returnedCents = payment.returnedCents + takenCents - reversal.takenCents;
    Object.assign(reversal, { takenCents, updatedAt: now });
    await this.database.of(PaymentReversal).save(reversal);
    const gone = await this.database.of(PaymentReversal).findBy({ paymentId: payment.id });
    const status = statusAfter(payment, returnedCents, gone);
    Object.assign(payment, { returnedCents, status, updatedAt: now });
    await this.database.of(Payment).save(payment);
  }
}

function isDue(reversal: PaymentReversal, { hearsOfDisputes }: PaymentFollower): boolean {
  const { status, kind, takenCents, amountCents } = reversal;
  if (takenCents >= amountCents || !isGone(status)) return false;
  return kind === 'refund' || status === 'final' || hearsOfDisputes === 'at_once';
}

function statusAfter(
  { amountCents }: Payment,
  returnedCents: number,
  reversals: readonly PaymentReversal[],
): PaymentStatus {
  if (returnedCents === 0) return 'succeeded';
  const isDisputed = reversals.some(({ kind, takenCents }) => kind === 'chargeback' && takenCents > 0);
  if (isDisputed) return 'charged_back';
  return returnedCents < amountCents ? 'partially_refunded' : 'refunded';
}

function movement(payment: Payment, { kind, publicId }: PaymentReversal, amountCents: number): MoneyBack {
  return { kind, amountCents, reference: `payment:${payment.publicId}:${publicId}` };
}

/** One that is taken in parts names each of them by what was taken before it. */
function taking(payment: Payment, reversal: PaymentReversal, amountCents: number): MoneyBack {
  const whole = movement(payment, reversal, amountCents);
  const { takenCents } = reversal;
  return takenCents === 0 ? whole : { ...whole, reference: `${whole.reference}:${takenCents}` };
}
