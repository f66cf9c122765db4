import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PaymentFollowers } from '../../payments/payment-followers.js';
import { InvoicePaymentFollower } from './invoice-payment.follower.js';

/** Has the payments of invoices told to who follows them. */
@Injectable()
export class InvoiceFollowing implements OnModuleInit {
  constructor(
    private readonly followers: PaymentFollowers,
    private readonly follower: InvoicePaymentFollower,
  ) {}

  onModuleInit(): void {
    this.followers.add(this.follower);
  }
}
