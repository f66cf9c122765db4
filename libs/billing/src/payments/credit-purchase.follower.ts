import { Injectable, type OnModuleInit } from '@nestjs/common';
import { fromCents } from '@onegate/platform';
import { Ledger } from '../ledger/ledger.service.js';
import {
  PaymentFollowers,
  type FollowedPayment,
  type MoneyBack,
  type PaymentFollower,
} from './payment-followers.js';

/** Credit that is bought: granted when the money has come, withdrawn when it goes, granted again when it comes back. */
@Injectable()
export class CreditPurchaseFollower implements PaymentFollower, OnModuleInit {
  readonly purpose = 'credits';
  readonly hearsOfDisputes = 'at_once';

  constructor(
    private readonly followers: PaymentFollowers,
    private readonly ledger: Ledger,
  ) {}

  onModuleInit(): void {
    this.followers.add(this);
  }

  async succeeded({ account, amountCents, paymentId }: FollowedPayment): Promise<void> {
    await this.ledger.grantCredit({
      account,
      kind: 'purchase',
      amount: fromCents(amountCents),
      reference: grantReference(paymentId),
      about: 'Credit that was bought',
    });
  }

  /** Nothing was granted, so there is nothing to take. */
  failed(): Promise<void> {
    return Promise.resolve();
  }

  async takenBack({ account, paymentId }: FollowedPayment, back: MoneyBack): Promise<void> {
    await this.ledger.withdrawCredit({
      account,
      kind: back.kind,
      amount: fromCents(back.amountCents),
      reference: back.reference,
      grantReference: grantReference(paymentId),
      about: `Payment ${paymentId}`,
    });
  }

  async givenBack({ account, paymentId }: FollowedPayment, back: MoneyBack): Promise<void> {
    await this.ledger.grantCredit({
      account,
      kind: 'credit_note',
      amount: fromCents(back.amountCents),
      reference: `${back.reference}:returned`,
      about: `Payment ${paymentId}`,
    });
  }
}

function grantReference(paymentId: string): string {
  return `payment:${paymentId}`;
}
