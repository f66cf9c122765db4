import Stripe from 'stripe';
import type { PaymentFact } from '../providers/provider-facts.js';
import type { Payment } from '../records/payment.entity.js';
import type { StripeClient } from './stripe-client.js';
import { intentFact, sessionFact } from './stripe-facts.js';

const clockDifferenceSeconds = 300;
const mostIntents = 1_000;

/** What became of a payment: by the id that Stripe gave it, by its page, or among all of the customer by our own id. */
export async function findAtStripe(stripe: StripeClient, payment: Payment): Promise<PaymentFact | null> {
  const intent = await intentOf(stripe, payment);
  if (intent) return intentFact(intent);
  if (payment.session === null) return null;
  return sessionFact(await stripe.checkout.sessions.retrieve(payment.session));
}

export async function intentOf(stripe: StripeClient, payment: Payment): Promise<Stripe.PaymentIntent | null> {
  const { providerReference, customer, createdAt, publicId } = payment;
  const expand = ['latest_charge'];
  if (providerReference !== null) return stripe.paymentIntents.retrieve(providerReference, { expand });
  const since = Math.floor(createdAt.getTime() / 1000) - clockDifferenceSeconds;
  const all = await stripe.paymentIntents
    .list({ customer, created: { gte: since }, limit: 100 })
    .autoPagingToArray({ limit: mostIntents });
  return all.find(({ metadata }) => metadata['payment_id'] === publicId) ?? null;
}

/** What cannot be closed any more is over already, in one way or the other: asking again says how. */
export async function closeAtStripe(stripe: StripeClient, payment: Payment): Promise<void> {
  if (payment.session !== null)
    await unlessOver(() => stripe.checkout.sessions.expire(String(payment.session)));
  const intent = await intentOf(stripe, payment);
  if (intent && payment.channel === 'off_session') {
    await unlessOver(() => stripe.paymentIntents.cancel(intent.id));
  }
}

export async function unlessOver(ask: () => Promise<unknown>): Promise<void> {
  try {
    await ask();
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error;
  }
}
