import type { CheckoutOrder, OpenedPage, SetupOrder } from '../providers/payment-provider.js';
import type { StripeClient } from './stripe-client.js';

/** The hosted page on which the payer pays. */
export async function openCheckout(
  stripe: StripeClient,
  { payment, successUrl, cancelUrl, taxNote }: CheckoutOrder,
): Promise<OpenedPage> {
  const { publicId, customer, amountCents, currency, about, channel } = payment;
  const metadata = { payment_id: publicId, channel };
  const price = { currency, unit_amount: amountCents, product_data: { name: about } };
  const session = await stripe.checkout.sessions.create(
    {
      mode: 'payment',
      customer,
      client_reference_id: publicId,
      line_items: [{ quantity: 1, price_data: price }],
      metadata,
      payment_intent_data: { metadata, description: about },
      success_url: successUrl,
      cancel_url: cancelUrl,
      ...(taxNote !== null && { custom_text: { submit: { message: taxNote } } }),
    },
    { idempotencyKey: `${publicId}:checkout` },
  );
  return pageOf(session);
}

/** The hosted page on which a card is left. */
export async function openSetup(
  stripe: StripeClient,
  { setupId, customer, successUrl, cancelUrl }: SetupOrder,
): Promise<OpenedPage> {
  const session = await stripe.checkout.sessions.create(
    {
      mode: 'setup',
      customer,
      allowed_payment_method_types: ['card'],
      metadata: { setup_id: setupId },
      success_url: successUrl,
      cancel_url: cancelUrl,
    },
    { idempotencyKey: `${setupId}:setup` },
  );
  return pageOf(session);
}

function pageOf({ id, url }: { readonly id: string; readonly url: string | null }): OpenedPage {
  if (url === null) throw new Error('Stripe opened a page without an address');
  return { session: id, url };
}
