import type { PaymentProvider } from '../providers/payment-provider.js';
import type { PaymentFact, ReversalFact } from '../providers/provider-facts.js';
import type { PaymentReversal } from '../records/payment-reversal.entity.js';
import type { Payment } from '../records/payment.entity.js';

type Teller = Pick<PaymentProvider, 'name' | 'isLive'>;
type Agreed = Pick<
  Payment,
  'provider' | 'isLive' | 'currency' | 'customer' | 'amountCents' | 'providerReference' | 'session'
>;

/** What a provider says that cannot be about this payment; `null` where all is as agreed. */
export function contradiction(payment: Agreed, teller: Teller, fact: PaymentFact): string | null {
  const { reference, session } = fact;
  if (fact.customer !== payment.customer) return 'another customer';
  if (fact.amountCents !== payment.amountCents) {
    return `another amount: ${fact.amountCents} instead of ${payment.amountCents}`;
  }
  if (reference && payment.providerReference && reference !== payment.providerReference) {
    return 'another payment of the provider';
  }
  if (session && payment.session && session !== payment.session) return 'another checkout';
  return general(payment, teller, fact.currency);
}

export function reversalContradiction(
  payment: Agreed,
  teller: Teller,
  fact: ReversalFact,
  known: Pick<PaymentReversal, 'amountCents' | 'kind'> | null,
): string | null {
  const { providerReference: ours } = payment;
  if (ours && fact.paymentReference !== ours) return 'another payment of the provider';
  if (fact.amountCents < 1) return 'nothing goes back';
  if (fact.amountCents > payment.amountCents) return 'more goes back than was paid';
  if (known && known.amountCents !== fact.amountCents) return 'another amount than before';
  if (known && known.kind !== fact.kind) return 'another kind than before';
  return general(payment, teller, fact.currency);
}

function general(payment: Agreed, teller: Teller, currency: string): string | null {
  if (payment.provider !== teller.name)
    return `another provider: ${teller.name} instead of ${payment.provider}`;
  if (payment.isLive !== teller.isLive) return 'another mode: test instead of live, or live instead of test';
  if (currency !== payment.currency) return `another currency: ${currency} instead of ${payment.currency}`;
  return null;
}
