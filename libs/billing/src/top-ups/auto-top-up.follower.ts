import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database, fromCents } from '@onegate/platform';
import { Ledger } from '../ledger/ledger.service.js';
import {
  PaymentFollowers,
  type DisputeListener,
  type FollowedPayment,
  type MoneyBack,
  type PaymentFollower,
} from '../payments/payment-followers.js';
import type { BilledAccount } from '../wallets/billed-account.js';
import { Wallet } from '../wallets/wallet.entity.js';
import { AutoTopUpEndings } from './auto-top-up-endings.service.js';
import { AutoTopUp, topUpOfReference } from './auto-top-up.entity.js';

/** The money of top-ups: granted in the step in which it comes, withdrawn in the one in which it goes. */
@Injectable()
export class AutoTopUpFollower implements PaymentFollower, DisputeListener, OnModuleInit {
  readonly purpose = 'auto_top_up';
  readonly hearsOfDisputes = 'at_once';

  constructor(
    private readonly followers: PaymentFollowers,
    private readonly database: Database,
    private readonly ledger: Ledger,
    private readonly endings: AutoTopUpEndings,
  ) {}

  onModuleInit(): void {
    this.followers.add(this);
    this.followers.onDispute(this);
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

  /** Who disputes a payment, for whatever it was, does not want the next one, and his card is not charged again. */
  async disputed({ kind, id }: BilledAccount): Promise<void> {
    const wallet = await this.database
      .of(Wallet)
      .findOneBy(kind === 'user' ? { userId: id } : { tenantId: id });
    if (wallet) await this.endings.switchOff(wallet.id, 'disputed', 'A payment was disputed at the bank.');
  }

  /** One that was given back as a whole was not wanted: it is not to be taken again at once. */
  async takenBack({ account, paymentId, reference }: FollowedPayment, back: MoneyBack): Promise<void> {
    const topUp = await this.countBack(reference, back.amountCents);
    if (topUp && back.kind === 'refund' && topUp.takenBackCents >= topUp.amountCents) {
      await this.endings.switchOff(topUp.walletId, 'refunded', 'A payment for it was given back.');
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

  private async countBack(reference: string, cents: number): Promise<AutoTopUp | null> {
    const publicId = topUpOfReference(reference);
    await this.database.of(AutoTopUp).increment({ publicId }, 'takenBackCents', cents);
    return this.database.of(AutoTopUp).findOneBy({ publicId });
  }
}

function grantReference(paymentId: string): string {
  return `payment:${paymentId}`;
}
