import type { Payment } from '../records/payment.entity.js';
import type {
  PaymentFact,
  ProviderEvent,
  ProviderName,
  ProviderNews,
  ReversalFact,
} from './provider-facts.js';

export interface CustomerOrder {
  /** Our public id of the account. */
  readonly account: string;
  readonly email: string | null;
  readonly name: string;
}

interface ReturnAddresses {
  readonly successUrl: string;
  readonly cancelUrl: string;
}

export interface CheckoutOrder extends ReturnAddresses {
  readonly payment: Payment;
  readonly taxNote: string | null;
}

export interface SetupOrder extends ReturnAddresses {
  readonly setupId: string;
  readonly customer: string;
}

export interface OpenedPage {
  readonly session: string;
  readonly url: string;
}

export interface ChargeOrderForProvider {
  readonly payment: Payment;
  readonly methodReference: string;
  /** Where the payer's bank sends him back to. */
  readonly returnUrl: string;
}

export interface RefundOrder {
  readonly reversalId: string;
  readonly payment: Payment;
  readonly paymentReference: string;
  readonly amountCents: number;
}

/** What the provider itself has on a payment, for people. */
export interface ProviderDetails {
  readonly reference: string | null;
  readonly status: string;
  readonly receiptUrl: string | null;
  readonly dashboardUrl: string | null;
}

export interface SignedMessage {
  readonly body: string;
  readonly signature: string | undefined;
}

/**
 * Somebody who takes money. Every call that changes something there says the same each time it is made for the same
 * thing, with the same idempotency key, so that it can be made again when its answer was lost.
 */
export abstract class PaymentProvider {
  abstract readonly name: ProviderName;
  abstract readonly isLive: boolean;

  abstract createCustomer(order: CustomerOrder): Promise<string>;
  abstract openCheckout(order: CheckoutOrder): Promise<OpenedPage>;
  abstract openSetup(order: SetupOrder): Promise<OpenedPage>;
  /** A refusal by the bank is a fact; it throws only where it is not known what happened. */
  abstract charge(order: ChargeOrderForProvider): Promise<PaymentFact>;
  abstract refund(order: RefundOrder): Promise<ReversalFact>;
  /** What became of it, also where we never got to know what the provider calls it; `null` where it knows nothing. */
  abstract find(payment: Payment): Promise<PaymentFact | null>;
  /** Nobody shall be able to pay it any more. What was paid meanwhile stays so, and is answered. */
  abstract close(payment: Payment): Promise<PaymentFact | null>;
  abstract setupNews(session: string): Promise<readonly ProviderNews[]>;
  abstract removeMethod(reference: string): Promise<void>;
  abstract details(payment: Payment): Promise<ProviderDetails>;
  /** Whether webhooks of this provider are accepted at all. */
  abstract readonly takesWebhooks: boolean;
  /** Throws unless the provider itself wrote it, lately. */
  abstract readWebhook(message: SignedMessage): ProviderEvent;
  /** Everything that happened since then, the oldest first. */
  abstract eventsSince(moment: Date): AsyncIterable<ProviderEvent>;
}
