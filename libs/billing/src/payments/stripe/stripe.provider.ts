import Stripe from 'stripe';
import type { Clock, Configuration } from '@onegate/platform';
import { refundRefused, signatureInvalid } from '../payment.errors.js';
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
import { chargeWithStripe } from './stripe-charge.js';
import { stripeClient, type StripeClient } from './stripe-client.js';
import { refundFact } from './stripe-facts.js';
import { stripeEventTypes, StripeNews } from './stripe-news.js';
import { openCheckout, openSetup } from './stripe-pages.js';
import { closeAtStripe, findAtStripe, intentOf, unlessOver } from './stripe-search.js';

const mostEvents = 10_000;

/** Real money, through Stripe and its own client. */
export class StripeProvider extends PaymentProvider {
  override readonly name = 'stripe';
  override readonly isLive: boolean;
  private readonly stripe: StripeClient;
  private readonly news: StripeNews;

  constructor(
    private readonly settings: Configuration['payments'],
    secretKey: string,
    private readonly clock: Clock,
  ) {
    super();
    this.stripe = stripeClient(settings, secretKey);
    this.news = new StripeNews(this.stripe);
    this.isLive = secretKey.includes('_live_');
  }

  override get takesWebhooks(): boolean {
    return this.settings.stripeWebhookSecrets.length > 0;
  }

  override async createCustomer({ account, email, name }: CustomerOrder): Promise<string> {
    const details = { name, metadata: { account }, ...(email !== null && { email }) };
    const key = `customer:${account}:${email ?? ''}`;
    return (await this.stripe.customers.create(details, { idempotencyKey: key })).id;
  }

  override openCheckout(order: CheckoutOrder): Promise<OpenedPage> {
    return openCheckout(this.stripe, order);
  }

  override openSetup(order: SetupOrder): Promise<OpenedPage> {
    return openSetup(this.stripe, order);
  }

  override charge(order: ChargeOrderForProvider): Promise<PaymentFact> {
    return chargeWithStripe(this.stripe, order);
  }

  override async refund({ reversalId, payment, ...order }: RefundOrder): Promise<ReversalFact> {
    const metadata = { reversal_id: reversalId, payment_id: payment.publicId };
    try {
      const refund = await this.stripe.refunds.create(
        { payment_intent: order.paymentReference, amount: order.amountCents, metadata },
        { idempotencyKey: reversalId },
      );
      const fact = refundFact(refund, null);
      if (fact) return fact;
    } catch (error) {
      if (error instanceof Stripe.errors.StripeInvalidRequestError) {
        throw refundRefused({ reason: error.message }, { cause: error });
      }
      throw error;
    }
    throw new Error('Stripe made a refund of no payment');
  }

  override find(payment: Payment): Promise<PaymentFact | null> {
    return findAtStripe(this.stripe, payment);
  }

  override async close(payment: Payment): Promise<PaymentFact | null> {
    await closeAtStripe(this.stripe, payment);
    return findAtStripe(this.stripe, payment);
  }

  override async setupNews(session: string): Promise<readonly ProviderNews[]> {
    return this.news.ofSession(await this.stripe.checkout.sessions.retrieve(session));
  }

  override removeMethod(reference: string): Promise<void> {
    return unlessOver(() => this.stripe.paymentMethods.detach(reference));
  }

  override async details(payment: Payment): Promise<ProviderDetails> {
    const intent = await intentOf(this.stripe, payment);
    if (!intent) return { reference: null, status: 'unknown', receiptUrl: null, dashboardUrl: null };
    const charge = intent.latest_charge;
    const receiptUrl = charge && typeof charge === 'object' ? charge.receipt_url : null;
    const place = this.isLive ? '' : 'test/';
    const dashboardUrl = `https://dashboard.stripe.com/${place}payments/${intent.id}`;
    return { reference: intent.id, status: intent.status, receiptUrl: receiptUrl ?? null, dashboardUrl };
  }

  /** With each of the secrets: while one is rotated both are in use. */
  override readWebhook({ body, signature }: SignedMessage): ProviderEvent {
    const { stripeWebhookSecrets: secrets, webhookToleranceSeconds: tolerance } = this.settings;
    for (const secret of secrets) {
      try {
        const now = this.clock.now().getTime();
        const header = signature ?? '';
        const event = this.stripe.webhooks.constructEvent(body, header, secret, tolerance, undefined, now);
        return this.news.toEvent(event);
      } catch (error) {
        if (!(error instanceof Stripe.errors.StripeSignatureVerificationError)) {
          throw signatureInvalid({ cause: error });
        }
      }
    }
    throw signatureInvalid();
  }

  override async *eventsSince(moment: Date): AsyncGenerator<ProviderEvent> {
    const created = { gte: Math.floor(moment.getTime() / 1000) };
    const events = await this.stripe.events
      .list({ created, types: [...stripeEventTypes], limit: 100 })
      .autoPagingToArray({ limit: mostEvents });
    yield* events.toReversed().map((event) => this.news.toEvent(event));
  }
}
