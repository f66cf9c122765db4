import Stripe from 'stripe';
import type { ChargeOrderForProvider } from '../providers/payment-provider.js';
import type { PaymentFact } from '../providers/provider-facts.js';
import type { Payment } from '../records/payment.entity.js';
import type { StripeClient } from './stripe-client.js';
import { asksForPayer, intentFact } from './stripe-facts.js';

/**
 * Takes money with a card that was left. Where the bank wants to hear the payer, the same intent is confirmed once more
 * as if he were here, which gives the address to send him to.
 */
export async function chargeWithStripe(
  stripe: StripeClient,
  order: ChargeOrderForProvider,
): Promise<PaymentFact> {
  const intent = await tryToCharge(order.payment, () => create(stripe, order));
  if (!('id' in intent)) return intent;
  if (!asksForPayer(intent)) return intentFact(intent);
  const asked = await tryToCharge(order.payment, () => askPayer(stripe, intent.id, order));
  return 'id' in asked ? intentFact(asked) : asked;
}

function create(
  stripe: StripeClient,
  { payment, methodReference }: ChargeOrderForProvider,
): Promise<Stripe.PaymentIntent> {
  return stripe.paymentIntents.create(
    {
      amount: payment.amountCents,
      currency: payment.currency,
      customer: payment.customer,
      payment_method: methodReference,
      allowed_payment_method_types: ['card'],
      off_session: true,
      confirm: true,
      description: payment.about,
      metadata: { payment_id: payment.publicId, channel: payment.channel },
    },
    { idempotencyKey: payment.publicId },
  );
}

function askPayer(
  stripe: StripeClient,
  intentId: string,
  { payment, methodReference, returnUrl }: ChargeOrderForProvider,
): Promise<Stripe.PaymentIntent> {
  return stripe.paymentIntents.confirm(
    intentId,
    { payment_method: methodReference, return_url: returnUrl, off_session: false },
    { idempotencyKey: `${payment.publicId}:confirm` },
  );
}

/** A refusal comes as an error, with the intent where there is one. All else that goes wrong is not known. */
async function tryToCharge(
  payment: Payment,
  ask: () => Promise<Stripe.PaymentIntent>,
): Promise<Stripe.PaymentIntent | PaymentFact> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Stripe.errors.StripeCardError) {
      return error.payment_intent ?? refusal(payment, error.code ?? 'card_declined', error.message);
    }
    if (error instanceof Stripe.errors.StripeInvalidRequestError) {
      return refusal(payment, error.code ?? 'invalid_request', 'The payment method cannot be charged.');
    }
    throw error;
  }
}

function refusal(payment: Payment, code: string, message: string): PaymentFact {
  const { publicId, amountCents, currency, customer } = payment;
  return {
    about: 'payment',
    paymentId: publicId,
    reference: null,
    session: null,
    status: 'failed',
    amountCents,
    currency,
    customer,
    actionUrl: null,
    failure: { code, message },
    card: null,
  };
}
