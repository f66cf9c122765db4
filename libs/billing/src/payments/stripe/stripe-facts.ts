import type Stripe from 'stripe';
import type { MethodFact, PaymentFact, ReversalFact } from '../providers/provider-facts.js';

type IntentState = Pick<PaymentFact, 'status' | 'failure'>;

/** Stripe gives a reference as an id, or as the thing itself where it was asked to. */
export function idOf(thing: string | { readonly id: string } | null | undefined): string | null {
  return typeof thing === 'string' ? thing : (thing?.id ?? null);
}

/** The bank wants to hear the payer himself, whom we have to bring to it. */
export function asksForPayer(intent: Stripe.PaymentIntent): boolean {
  return (
    intent.status === 'requires_payment_method' &&
    intent.last_payment_error?.code === 'authentication_required'
  );
}

export function intentFact(intent: Stripe.PaymentIntent): PaymentFact {
  const isPaid = intent.status === 'succeeded';
  return {
    about: 'payment',
    paymentId: intent.metadata['payment_id'] ?? null,
    reference: intent.id,
    session: null,
    ...stateOf(intent),
    amountCents: isPaid ? intent.amount_received : intent.amount,
    currency: intent.currency,
    customer: idOf(intent.customer),
    actionUrl: intent.next_action?.redirect_to_url?.url ?? null,
    card: cardOf(intent),
  };
}

/** On a hosted page a refusal is only a try; the page says when it is over. */
function stateOf(intent: Stripe.PaymentIntent): IntentState {
  const { status } = intent;
  const isPage = intent.metadata['channel'] === 'checkout';
  const failure = failureOf(intent);
  if (status === 'succeeded') return { status: 'succeeded', failure: null };
  if (status === 'processing') return { status: 'processing', failure: null };
  if (status === 'requires_action') return { status: isPage ? 'open' : 'requires_action', failure: null };
  if (status === 'canceled') return { status: isPage ? 'expired' : 'failed', failure: failure ?? canceled };
  const isRefused = failure !== null && !isPage && !asksForPayer(intent);
  return isRefused ? { status: 'failed', failure } : { status: 'open', failure: null };
}

const canceled = { code: 'canceled', message: 'The payment was cancelled.' };

function failureOf({ last_payment_error: error }: Stripe.PaymentIntent): PaymentFact['failure'] {
  if (!error || error.type === undefined) return null;
  return { code: error.decline_code ?? error.code ?? error.type, message: error.message ?? 'Declined.' };
}

export function cardOf({ latest_charge: charge }: Stripe.PaymentIntent): PaymentFact['card'] {
  const card = charge && typeof charge === 'object' ? charge.payment_method_details?.card : null;
  return card ? { brand: card.brand ?? null, last4: card.last4 ?? null } : null;
}

export function sessionFact(session: Stripe.Checkout.Session): PaymentFact {
  return {
    about: 'payment',
    paymentId: session.metadata?.['payment_id'] ?? session.client_reference_id,
    reference: idOf(session.payment_intent),
    session: session.id,
    status: pageStatus(session),
    amountCents: session.amount_total ?? 0,
    currency: session.currency ?? '',
    customer: idOf(session.customer),
    actionUrl: null,
    failure: null,
    card: null,
  };
}

function pageStatus({ status, payment_status: paid }: Stripe.Checkout.Session): PaymentFact['status'] {
  if (paid === 'paid') return 'succeeded';
  if (status === 'expired') return 'expired';
  return status === 'complete' ? 'processing' : 'open';
}

const refundStatus = {
  pending: 'standing',
  requires_action: 'standing',
  succeeded: 'final',
  failed: 'failed',
  canceled: 'failed',
} as const;

export function refundFact(refund: Stripe.Refund, intent: Stripe.PaymentIntent | null): ReversalFact | null {
  const paymentReference = idOf(refund.payment_intent) ?? intent?.id ?? null;
  if (paymentReference === null) return null;
  const { id: reference, metadata, amount: amountCents, currency, reason } = refund;
  return {
    about: 'reversal',
    kind: 'refund',
    reference,
    reversalId: metadata?.['reversal_id'] ?? null,
    paymentId: metadata?.['payment_id'] ?? intent?.metadata['payment_id'] ?? null,
    paymentReference,
    status: wordFor<'standing' | 'final' | 'failed'>(refundStatus, refund.status) ?? 'standing',
    amountCents,
    currency,
    reason,
  };
}

function wordFor<Word>(words: Readonly<Record<string, Word>>, theirs: string | null): Word | undefined {
  return theirs === null ? undefined : words[theirs];
}

/** A warning is only a question. What stands is money that the bank has taken; it is decided later. */
const disputeStatus = {
  needs_response: 'standing',
  under_review: 'standing',
  lost: 'final',
  won: 'returned',
} as const;

export function disputeFact(dispute: Stripe.Dispute, intent: Stripe.PaymentIntent): ReversalFact {
  const status = wordFor<'standing' | 'final' | 'returned'>(disputeStatus, dispute.status) ?? 'open';
  return {
    about: 'reversal',
    kind: 'chargeback',
    reference: dispute.id,
    reversalId: null,
    paymentId: intent.metadata['payment_id'] ?? null,
    paymentReference: intent.id,
    status,
    amountCents: dispute.amount,
    currency: dispute.currency,
    reason: dispute.reason,
  };
}

export function methodFact(method: Stripe.PaymentMethod, session: string | null): MethodFact {
  const { card } = method;
  return {
    about: 'method',
    reference: method.id,
    customer: idOf(method.customer),
    type: method.type,
    brand: card?.brand ?? null,
    last4: card?.last4 ?? null,
    expMonth: card?.exp_month ?? null,
    expYear: card?.exp_year ?? null,
    session,
  };
}
