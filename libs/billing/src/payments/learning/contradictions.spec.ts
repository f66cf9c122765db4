import { describe, expect, it } from '@jest/globals';
import type { PaymentFact, ReversalFact } from '../providers/provider-facts.js';
import { contradiction, reversalContradiction } from './contradictions.js';

type Agreed = Parameters<typeof contradiction>[0];

const stripe = { name: 'stripe', isLive: true } as const;
const agreed: Agreed = {
  provider: 'stripe',
  isLive: true,
  currency: 'usd',
  customer: 'cus_1',
  amountCents: 2_000,
  providerReference: 'pi_1',
  session: 'cs_1',
};
const fact: PaymentFact = {
  about: 'payment',
  paymentId: 'pay_1',
  reference: 'pi_1',
  session: 'cs_1',
  status: 'succeeded',
  amountCents: 2_000,
  currency: 'usd',
  customer: 'cus_1',
  actionUrl: null,
  failure: null,
  card: null,
};

describe('news of a payment', () => {
  it.each<[string, Partial<Agreed>, Partial<PaymentFact>]>([
    ['is as agreed', {}, {}],
    ['names what we did not know yet', { providerReference: null, session: null }, {}],
    ['does not name it', {}, { reference: null, session: null }],
  ])('is believed where it %s', (_how, known, told) => {
    expect(contradiction({ ...agreed, ...known }, stripe, { ...fact, ...told })).toBeNull();
  });

  it.each<[string, Partial<Agreed>, Partial<PaymentFact>]>([
    ['another amount: 1999 instead of 2000', {}, { amountCents: 1_999 }],
    ['another amount: 2001 instead of 2000', {}, { amountCents: 2_001 }],
    ['another currency: eur instead of usd', {}, { currency: 'eur' }],
    ['another customer', {}, { customer: 'cus_2' }],
    ['another customer', {}, { customer: null }],
    ['another payment of the provider', {}, { reference: 'pi_2' }],
    ['another checkout', {}, { session: 'cs_2' }],
    ['another provider: stripe instead of sandbox', { provider: 'sandbox' }, {}],
    ['another mode: test instead of live, or live instead of test', { isLive: false }, {}],
  ])('is refused: %s', (reason, known, told) => {
    expect(contradiction({ ...agreed, ...known }, stripe, { ...fact, ...told })).toBe(reason);
  });
});

describe('news of money that goes back', () => {
  const back: ReversalFact = {
    about: 'reversal',
    kind: 'refund',
    reference: 're_1',
    reversalId: null,
    paymentId: 'pay_1',
    paymentReference: 'pi_1',
    status: 'final',
    amountCents: 500,
    currency: 'usd',
    reason: null,
  };
  const known = { amountCents: 500, kind: 'refund' } as const;

  it('is believed where it is as agreed, the first time and again', () => {
    expect(reversalContradiction(agreed, stripe, back, null)).toBeNull();
    expect(reversalContradiction(agreed, stripe, back, known)).toBeNull();
    expect(reversalContradiction({ ...agreed, providerReference: null }, stripe, back, null)).toBeNull();
  });

  it.each<[string, Partial<Agreed>, Partial<ReversalFact>]>([
    ['another payment of the provider', {}, { paymentReference: 'pi_2' }],
    ['nothing goes back', {}, { amountCents: 0 }],
    ['more goes back than was paid', {}, { amountCents: 2_001 }],
    ['another amount than before', {}, { amountCents: 600 }],
    ['another kind than before', {}, { kind: 'chargeback' }],
    ['another currency: eur instead of usd', {}, { currency: 'eur' }],
    ['another provider: stripe instead of sandbox', { provider: 'sandbox' }, {}],
    ['another mode: test instead of live, or live instead of test', { isLive: false }, {}],
  ])('is refused: %s', (reason, payment, told) => {
    expect(reversalContradiction({ ...agreed, ...payment }, stripe, { ...back, ...told }, known)).toBe(
      reason,
    );
  });
});
