import type { BilledAccount } from '../wallets/billed-account.js';
import type { PaymentPurpose } from './payment-followers.js';

export interface ChargeOrder {
  readonly account: BilledAccount;
  /** In the smallest unit of the platform's currency. */
  readonly amountCents: number;
  readonly purpose: PaymentPurpose;
  /** Unique for ever: the same order given twice, also after a crash at any point, takes the money once. */
  readonly reference: string;
  /** For people, on the receipt. */
  readonly about: string;
}

/** How far an order came at once; what happens later is told to the followers of its purpose. */
export type ChargeResult =
  | { readonly status: 'succeeded' | 'processing'; readonly paymentId: string }
  | { readonly status: 'requires_action'; readonly paymentId: string; readonly actionUrl: string }
  | {
      readonly status: 'failed';
      /** None where there was nothing to pay with. */
      readonly paymentId: string | null;
      readonly reason: 'no_payment_method' | 'declined' | 'payments_disabled';
      readonly message: string;
    };

/** Takes money with the default payment method of an account while nobody is there. */
export abstract class OffSessionCharges {
  /** Fails only where it is not known what happened: give the same order again then. */
  abstract charge(order: ChargeOrder): Promise<ChargeResult>;
}
