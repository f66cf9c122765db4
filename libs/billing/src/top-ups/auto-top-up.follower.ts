import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database, fromCents } from '@onegate/platform';
import { Ledger } from '../ledger/ledger.service.js';
import {
  PaymentFollowers,
  type FollowedPayment,
  type MoneyBack,
  type PaymentFollower,
} from '../payments/payment-followers.js';
import { AutoTopUpEndings } from './auto-top-up-endings.service.js';
import { AutoTopUp, topUpOfReference } from './auto-top-up.entity.js';

/** The money of top-ups: granted in the step in which it comes, withdrawn in the one in which it goes. */
@Injectable()
export class AutoTopUpFollower implements PaymentFollower, OnModuleInit {
  readonly purpose = 'auto_top_up';

  constructor(
    private readonly followers: PaymentFollowers,
    private readonly database: Database,
    private readonly ledger: Ledger,
    private readonly endings: AutoTopUpEndings,
  ) {}

  onModuleInit(): void {
    this.followers.add(this);
  }

  /** Whatever was thought of it before: money that came is granted. */
  async succeeded({ account, amountCents, paymentId, reference }: FollowedPayment): Promise<void> {
    await this.endings.succeeded(topUpOfReference(reference), paymentId);
    await this.ledger.grantCredit({
      account,
      kind: 'purchase',
      amount: fromCents(amountCents),
      reference: grantReference(paymentId),
      about: 'Automatic top-up',
    });
  }

  async failed({ reference, paymentId }: FollowedPayment, why: string): Promise<void> {
    await this.endings.failed(topUpOfReference(reference), { reason: 'declined', message: why }, paymentId);
  }

  /** Who disputes a payment does not want the next one. */
  async takenBack({ account, paymentId, reference }: FollowedPayment, back: MoneyBack): Promise<void> {
    const walletId = await this.countBack(reference, back.amountCents);
    if (walletId !== null && back.kind === 'chargeback') {
      await this.endings.switchOff(walletId, 'disputed', 'A payment for it was disputed at the bank.');
    }
    await this.ledger.withdrawCredit({
      account,
      kind: back.kind,
      amount: fromCents(back.amountCents),
      reference: back.reference,
      grantReference: grantReference(paymentId),
      about: `Payment ${paymentId}`,
    });
  }

  async givenBack({ account, paymentId, reference }: FollowedPayment, back: MoneyBack): Promise<void> {
    await this.countBack(reference, -back.amountCents);
    await this.ledger.grantCredit({
      account,
      kind: 'credit_note',
      amount: fromCents(back.amountCents),
      reference: `${back.reference}:returned`,
      about: `Payment ${paymentId}`,
    });
  }

  private async countBack(reference: string, cents: number): Promise<number | null> {
    const publicId = topUpOfReference(reference);
    await this.database.of(AutoTopUp).increment({ publicId }, 'takenBackCents', cents);
    const topUp = await this.database.of(AutoTopUp).findOneBy({ publicId });
    return topUp?.walletId ?? null;
  }
}

function grantReference(paymentId: string): string {
  return `payment:${paymentId}`;
}
