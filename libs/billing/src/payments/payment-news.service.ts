import { Injectable } from '@nestjs/common';
import { accountOfColumns } from './account-columns.js';
import { PaymentFollowers, type FollowedPayment } from './payment-followers.js';
import { PaymentMails } from './payment-mails.js';
import type { Payment } from './records/payment.entity.js';

/** Tells those who wait for a payment how it went: its follower, and the payer by mail. */
@Injectable()
export class PaymentNews {
  constructor(
    private readonly followers: PaymentFollowers,
    private readonly mails: PaymentMails,
  ) {}

  async tell(payment: Payment): Promise<void> {
    const follower = this.followers.of(payment.purpose);
    if (payment.status === 'succeeded') {
      await follower.succeeded(followed(payment));
      await this.mails.receipt(payment);
    }
    if (payment.status === 'failed' || payment.status === 'expired') {
      await follower.failed(followed(payment), payment.failureMessage ?? 'It was not paid in time.');
    }
  }
}

export function followed(payment: Payment): FollowedPayment {
  const { publicId, amountCents, reference } = payment;
  return { paymentId: publicId, account: accountOfColumns(payment), amountCents, reference };
}
