import type { MethodFact, PaymentFact, ReversalFact } from '../providers/provider-facts.js';
import { sandboxCards } from './sandbox-cards.js';
import type { SandboxCharge, SandboxMethod, SandboxReversal, SandboxSession } from './sandbox-things.js';

/** On a page a charge that failed is only a try: the page stays open. */
export function chargeFact(id: string, charge: SandboxCharge, confirmUrl: string): PaymentFact {
  const isTry = charge.session !== null && charge.status !== 'succeeded';
  const { brand, last4 } = sandboxCards[charge.card];
  return {
    about: 'payment',
    paymentId: charge.paymentId,
    reference: isTry ? null : id,
    session: charge.session,
    status: isTry ? 'open' : charge.status,
    amountCents: charge.amountCents,
    currency: charge.currency,
    customer: charge.customer,
    actionUrl: charge.status === 'requires_action' ? confirmUrl : null,
    failure: charge.failure,
    card: { brand, last4 },
  };
}

/** Of a page on which nothing was paid (yet). */
export function sessionFact(id: string, session: SandboxSession): PaymentFact {
  return {
    about: 'payment',
    paymentId: session.ownId,
    reference: null,
    session: id,
    status: session.status === 'expired' ? 'expired' : 'open',
    amountCents: session.amountCents ?? 0,
    currency: session.currency,
    customer: session.customer,
    actionUrl: null,
    failure: null,
    card: null,
  };
}

export function methodFact(id: string, method: SandboxMethod, session: string | null): MethodFact {
  const { brand, last4 } = sandboxCards[method.card];
  return {
    about: 'method',
    reference: id,
    customer: method.isRemoved ? null : method.customer,
    type: 'card',
    brand,
    last4,
    expMonth: method.expMonth,
    expYear: method.expYear,
    session,
  };
}

export function reversalFact(id: string, reversal: SandboxReversal): ReversalFact {
  const { kind, charge, paymentId, reversalId, amountCents, currency, status } = reversal;
  return {
    about: 'reversal',
    kind,
    reference: id,
    reversalId,
    paymentId,
    paymentReference: charge,
    status,
    amountCents,
    currency,
    reason: kind === 'chargeback' ? 'The payer says that he did not pay.' : null,
  };
}
