import { Inject, Injectable } from '@nestjs/common';
import { CONFIGURATION, type Configuration } from '@onegate/platform';
import { publicAddress } from '../addresses.js';
import { signatureInvalid } from '../payment.errors.js';
import {
  PaymentProvider,
  type ChargeOrderForProvider,
  type CheckoutOrder,
  type CustomerOrder,
  type OpenedPage,
  type ProviderDetails,
  type RefundOrder,
  type SetupOrder,
  type SignedMessage,
} from '../providers/payment-provider.js';
import type { PaymentFact, ProviderEvent, ProviderNews, ReversalFact } from '../providers/provider-facts.js';
import type { Payment } from '../records/payment.entity.js';
import { SandboxCounter } from './sandbox-counter.service.js';
import { toProviderEvent } from './sandbox-events.service.js';
import { SandboxSignature } from './sandbox-signature.js';

/** Play money: the provider that is there when there is no other, so that everything can be tried at once. */
@Injectable()
export class SandboxProvider extends PaymentProvider {
  override readonly name = 'sandbox';
  override readonly isLive = false;
  override readonly takesWebhooks = true;
  private readonly base: string;

  constructor(
    private readonly counter: SandboxCounter,
    private readonly signature: SandboxSignature,
    @Inject(CONFIGURATION) { http }: Configuration,
  ) {
    super();
    this.base = publicAddress(http);
  }

  override createCustomer(order: CustomerOrder): Promise<string> {
    return this.counter.customer(order.account);
  }

  override openCheckout({ payment, ...order }: CheckoutOrder): Promise<OpenedPage> {
    const { customer, amountCents, currency, about, publicId: ownId } = payment;
    const wanted = { mode: 'payment' as const, customer, amountCents, currency, about, ownId, ...order };
    return this.counter.open(`${ownId}:checkout`, wanted, this.base);
  }

  override openSetup({ setupId, ...order }: SetupOrder): Promise<OpenedPage> {
    const wanted = { mode: 'setup' as const, amountCents: null, currency: 'usd', about: 'Payment method' };
    const page = { ...wanted, ...order, ownId: setupId, taxNote: null };
    return this.counter.open(`${setupId}:setup`, page, this.base);
  }

  override charge({ payment, methodReference, returnUrl }: ChargeOrderForProvider): Promise<PaymentFact> {
    const { publicId: paymentId, customer, amountCents, currency, about } = payment;
    const wanted = { paymentId, customer, amountCents, currency, about, session: null, returnUrl };
    return this.counter.charge(paymentId, { ...wanted, method: methodReference });
  }

  override refund({
    reversalId,
    payment,
    paymentReference,
    amountCents,
  }: RefundOrder): Promise<ReversalFact> {
    const { publicId: paymentId, currency } = payment;
    const wanted = { kind: 'refund' as const, charge: paymentReference, paymentId, reversalId };
    return this.counter.refund(reversalId, { ...wanted, amountCents, currency });
  }

  override find(payment: Payment): Promise<PaymentFact | null> {
    return this.counter.find(payment);
  }

  override async close(payment: Payment): Promise<PaymentFact | null> {
    await this.counter.close(payment);
    return this.counter.find(payment);
  }

  override setupNews(session: string): Promise<readonly ProviderNews[]> {
    return this.counter.setupNews(session);
  }

  override removeMethod(reference: string): Promise<void> {
    return this.counter.removeMethod(reference);
  }

  override async details(payment: Payment): Promise<ProviderDetails> {
    const fact = await this.counter.find(payment);
    const status = fact?.status ?? 'unknown';
    return { reference: fact?.reference ?? null, status, receiptUrl: null, dashboardUrl: null };
  }

  override readWebhook(message: SignedMessage): ProviderEvent {
    this.signature.check(message);
    try {
      return toProviderEvent(JSON.parse(message.body));
    } catch (cause) {
      throw signatureInvalid({ cause });
    }
  }

  override eventsSince(moment: Date): AsyncIterable<ProviderEvent> {
    return this.counter.eventsSince(moment);
  }
}
