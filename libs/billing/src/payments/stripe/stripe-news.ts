import type Stripe from 'stripe';
import type { PaymentFact, ProviderEvent, ProviderNews } from '../providers/provider-facts.js';
import type { StripeClient } from './stripe-client.js';
import {
  cardOf,
  disputeFact,
  idOf,
  intentFact,
  methodFact,
  refundFact,
  sessionFact,
} from './stripe-facts.js';

/** The events that say something to us: also what the webhook endpoint has to be subscribed to. */
export const stripeEventTypes = [
  'checkout.session.completed',
  'checkout.session.expired',
  'checkout.session.async_payment_succeeded',
  'checkout.session.async_payment_failed',
  'payment_intent.succeeded',
  'payment_intent.payment_failed',
  'payment_intent.processing',
  'payment_intent.requires_action',
  'payment_intent.canceled',
  'refund.created',
  'refund.updated',
  'refund.failed',
  'charge.refunded',
  'charge.dispute.created',
  'charge.dispute.updated',
  'charge.dispute.closed',
  'payment_method.attached',
  'payment_method.updated',
  'payment_method.automatically_updated',
  'payment_method.detached',
] as const;

const atOnce = { maxNetworkRetries: 0, timeout: 5_000 };

/** Reads events, and asks Stripe for what they leave out. */
export class StripeNews {
  constructor(private readonly stripe: StripeClient) {}

  toEvent(event: Stripe.Event): ProviderEvent {
    return {
      id: event.id,
      type: event.type,
      isLive: event.livemode,
      occurredAt: new Date(event.created * 1000),
      news: () => this.newsOf(event),
    };
  }

  async ofSession(session: Stripe.Checkout.Session): Promise<ProviderNews[]> {
    if (session.mode === 'payment') return [await this.withCard(sessionFact(session))];
    if (session.mode !== 'setup') return [];
    if (session.status === 'expired') return [{ about: 'setup_expired', session: session.id }];
    const setupIntent = idOf(session.setup_intent);
    if (session.status !== 'complete' || setupIntent === null) return [];
    const { payment_method: method } = await this.stripe.setupIntents.retrieve(setupIntent, {
      expand: ['payment_method'],
    });
    return method && typeof method === 'object' ? [methodFact(method, session.id)] : [];
  }

  private async newsOf(event: Stripe.Event): Promise<ProviderNews[]> {
    const { object } = event.data;
    if (!('object' in object)) return [];
    if (object.object === 'checkout.session') return this.ofSession(object);
    if (object.object === 'payment_intent') {
      const isPage = object.metadata['channel'] === 'checkout';
      return [isPage ? await this.withCard(intentFact(object)) : intentFact(object)];
    }
    if (object.object === 'payment_method') return [methodFact(object, null)];
    if (object.object === 'refund') return this.ofRefunds([object]);
    if (object.object === 'dispute') return this.ofDispute(object);
    if (object.object === 'charge' && event.type === 'charge.refunded') return this.ofCharge(object);
    return [];
  }

  /** Of a page nobody knows beforehand with what it is paid. A receipt without it is better than none. */
  private async withCard(fact: PaymentFact): Promise<PaymentFact> {
    if (fact.status !== 'succeeded' || fact.reference === null) return fact;
    try {
      const wanted = { expand: ['latest_charge'] };
      const intent = await this.stripe.paymentIntents.retrieve(fact.reference, wanted, atOnce);
      return { ...fact, card: cardOf(intent) };
    } catch {
      return fact;
    }
  }

  private async ofCharge(charge: Stripe.Charge): Promise<ProviderNews[]> {
    const refunds = await this.stripe.refunds
      .list({ charge: charge.id, limit: 100 })
      .autoPagingToArray({ limit: 1_000 });
    return this.ofRefunds(refunds);
  }

  /** With the payment itself: this may be the first that we hear of it. */
  private async ofRefunds(refunds: readonly Stripe.Refund[]): Promise<ProviderNews[]> {
    const [first] = refunds;
    const reference = idOf(first?.payment_intent);
    if (reference === null) return [];
    const intent = await this.stripe.paymentIntents.retrieve(reference);
    const facts = refunds.map((refund) => refundFact(refund, intent)).filter((fact) => fact !== null);
    return [intentFact(intent), ...facts];
  }

  private async ofDispute(dispute: Stripe.Dispute): Promise<ProviderNews[]> {
    const reference = idOf(dispute.payment_intent);
    if (reference === null) return [];
    const intent = await this.stripe.paymentIntents.retrieve(reference);
    return [intentFact(intent), disputeFact(dispute, intent)];
  }
}
