import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import {
  intentFact,
  methodFact,
  refundFact,
  sessionFact,
} from '../../libs/billing/src/payments/stripe/stripe-facts.ts';
import {
  methodFact as methodSchema,
  paymentFact,
  reversalFact,
} from '../../libs/billing/src/payments/providers/provider-facts.ts';
import { StripeBooks } from './stripe/stripe-books.ts';

const data = process.env.ONEGATE_SHARED_DATA;
const withFixtures = data ? describe : describe.skip;

type Fixtures = Record<string, Record<string, unknown>>;

function fixtures(): Fixtures {
  const file = path.join(data ?? '', 'stripe/fixtures3-2026-08-21.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { resources: Fixtures }).resources;
}

withFixtures('the published fixtures of Stripe', () => {
  it('have every field that the Stripe of the tests has', () => {
    const books = new StripeBooks(false);
    const customer = books.newCustomer({ name: 'x' });
    const method = books.newMethod('ok', customer.id);
    const session = books.newSession({ mode: 'payment', customer: customer.id });
    const { intent } = books.pay(session.id);
    const refund = books.newRefund({ payment_intent: intent.id, amount: '0' });
    const dispute = books.dispute(intent.id, 'needs_response');
    const [event] = books.events;
    const shapes = fixtures();
    for (const thing of [customer, method, session, intent, refund, dispute, event]) {
      const known = Object.keys(shapes[String(thing?.object)] ?? {});
      expect(Object.keys(thing ?? {}).filter((field) => !known.includes(field))).toEqual([]);
    }
  });

  it('are read into facts that hold to their own schema', () => {
    const shapes = fixtures();
    const of = (name: string) => shapes[name] as never;
    expect(() => paymentFact.parse(intentFact(of('payment_intent')))).not.toThrow();
    expect(() => paymentFact.parse(sessionFact(of('checkout.session')))).not.toThrow();
    expect(() => methodSchema.parse(methodFact(of('payment_method'), null))).not.toThrow();
    const refund = refundFact(of('refund'), of('payment_intent'));
    expect(() => reversalFact.parse(refund)).not.toThrow();
  });
});
