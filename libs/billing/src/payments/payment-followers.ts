import { Injectable } from '@nestjs/common';
import type { BilledAccount } from '../wallets/billed-account.js';

/** What the money is for, and so who has to hear of it. */
export type PaymentPurpose = 'credits' | 'auto_top_up' | 'invoice';

export interface FollowedPayment {
  readonly paymentId: string;
  readonly account: BilledAccount;
  readonly amountCents: number;
  /** As in the order. */
  readonly reference: string;
}

/** Money of a payment that went back to its owner, wholly or in part. */
export interface MoneyBack {
  readonly kind: 'refund' | 'chargeback';
  readonly amountCents: number;
  /** Names this movement, unique for ever. */
  readonly reference: string;
}

/**
 * What follows from a payment. A payment that failed can still succeed when its provider finds out late. Called within the transaction that changes the payment's state, once for each change:
 * both stand or neither does.
 */
export interface PaymentFollower {
  readonly purpose: PaymentPurpose;
  /** A dispute is told `at_once` when the bank takes the money; or `when_lost`, by who ends something over it for good. */
  readonly hearsOfDisputes: 'at_once' | 'when_lost';
  succeeded(payment: FollowedPayment): Promise<void>;
  failed(payment: FollowedPayment, why: string): Promise<void>;
  /** Money went back to its owner: a refund, a lost dispute. `reference` names this movement, unique for ever. */
  takenBack(payment: FollowedPayment, back: MoneyBack): Promise<void>;
  /** Money that had been taken back came again: a dispute was won, a refund did not arrive. */
  givenBack(payment: FollowedPayment, back: MoneyBack): Promise<void>;
}

/** Hears of each payment that was disputed at the bank, whatever it was for, within the transaction that takes it back. */
export interface DisputeListener {
  disputed(account: BilledAccount): Promise<void>;
}

/** Those who have to hear of payments. Each names himself at start. */
@Injectable()
export class PaymentFollowers {
  private readonly followers = new Map<PaymentPurpose, PaymentFollower>();
  private readonly listeners: DisputeListener[] = [];

  add(follower: PaymentFollower): void {
    if (this.followers.has(follower.purpose)) throw new Error(`Two follow payments for ${follower.purpose}`);
    this.followers.set(follower.purpose, follower);
  }

  onDispute(listener: DisputeListener): void {
    this.listeners.push(listener);
  }

  async tellDispute(account: BilledAccount): Promise<void> {
    for (const listener of this.listeners) await listener.disputed(account);
  }

  of(purpose: PaymentPurpose): PaymentFollower {
    const follower = this.followers.get(purpose);
    if (!follower) throw new Error(`Nobody follows payments for ${purpose}`);
    return follower;
  }
}
