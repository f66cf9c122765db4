import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  changeOrder,
  periodOrder,
  replacementOrder,
  unusedOf,
  type Order,
  type PaidStretch,
  type PricedOrder,
} from './pricing.js';
import { prorate } from './proration.js';

const cents = fc.integer({ min: 0, max: 1_000_000 });
const seats = fc.integer({ min: 1, max: 200 });
const day = 86_400_000;
const period = { start: new Date('2026-01-31T09:00:00Z'), end: new Date('2026-02-28T09:00:00Z') };
const moment = fc
  .integer({ min: period.start.getTime(), max: period.end.getTime() })
  .map((time) => new Date(time));

const order = fc.record({
  terms: fc.record({
    id: fc.constant(1),
    displayName: fc.constant('Team'),
    pricePerSeatCents: cents,
    includedCreditCents: cents,
  }),
  seats,
}) satisfies fc.Arbitrary<Order>;

function sum({ lines }: PricedOrder): number {
  return lines.reduce((total, { amountCents }) => total + amountCents, 0);
}

describe('prorate', () => {
  it('parts an amount so that the parts are all of it, and less is left as time goes by', () => {
    fc.assert(
      fc.property(cents, moment, moment, (amount, a, b) => {
        const [first, second] = [prorate(amount, period, a), prorate(amount, period, b)];
        expect(first.used + first.left).toBe(amount);
        if (a <= b) expect(second.left).toBeLessThanOrEqual(first.left);
      }),
    );
  });

  it('has nothing left at the end and everything at the beginning, also outside', () => {
    expect(prorate(1_000, period, period.start)).toEqual({ used: 0, left: 1_000 });
    expect(prorate(1_000, period, period.end)).toEqual({ used: 1_000, left: 0 });
    expect(prorate(1_000, period, new Date(period.end.getTime() + day))).toEqual({ used: 1_000, left: 0 });
  });

  it('charges, over any number of changes that change nothing, the price of the period to the cent', () => {
    fc.assert(
      fc.property(cents, fc.array(moment, { maxLength: 10 }), (price, moments) => {
        const stops = moments.toSorted((a, b) => a.getTime() - b.getTime());
        const stretches = [...stops, period.end].map((at) => prorate(price, period, at).left);
        const paid = [price, ...stretches].reduce(
          (total, left, index, all) => total + (index === 0 ? 0 : Number(all[index - 1]) - left),
          0,
        );
        expect(paid).toBe(price);
      }),
    );
  });
});

function paidFor({ terms, seats: count }: Order, paidCents: number): PaidStretch {
  return { stretch: period, paidCents, creditCents: terms.includedCreditCents * count };
}

describe('orders', () => {
  it('have lines that add up to their total, which is never less than nothing or too little for a card', () => {
    fc.assert(
      fc.property(
        order,
        order,
        moment,
        cents,
        fc.bigInt({ min: 0n, max: 10n ** 13n }),
        (a, b, at, paid, left) => {
          const facts = { at, paid: [paidFor(a, paid)], leftOfCreditNano: left };
          const orders = [
            periodOrder(a),
            changeOrder(a, b, at, period),
            replacementOrder(a, b, unusedOf(facts)),
          ];
          for (const one of orders) {
            expect(sum(one)).toBe(one.totalCents);
            expect(one.totalCents === 0 || one.totalCents >= 50).toBe(true);
            expect(one.creditCents).toBeGreaterThanOrEqual(0);
          }
        },
      ),
    );
  });

  it('never give more for unused time than was paid, nor in exchange for credit that was used ahead', () => {
    fc.assert(
      fc.property(order, moment, cents, (one, at, paidCents) => {
        const facts = { at, paid: [paidFor(one, paidCents)] };
        const all = unusedOf({
          ...facts,
          leftOfCreditNano: BigInt(one.terms.includedCreditCents * one.seats) * 10_000_000n,
        });
        const none = unusedOf({ ...facts, leftOfCreditNano: 0n });
        expect(all.valueCents).toBeLessThanOrEqual(paidCents);
        const ahead = prorate(one.terms.includedCreditCents * one.seats, period, at).left;
        expect(none.valueCents).toBe(Math.max(0, all.valueCents - ahead));
      }),
    );
  });

  it('give back the rest of each payment for its own stretch of the period, whatever was let off', () => {
    const middle = new Date((period.start.getTime() + period.end.getTime()) / 2);
    const at = new Date((middle.getTime() + period.end.getTime()) / 2);
    const paid = [
      { stretch: period, paidCents: 1_000, creditCents: 0 },
      { stretch: { start: middle, end: period.end }, paidCents: 600, creditCents: 0 },
      { stretch: { start: middle, end: period.end }, paidCents: 0, creditCents: 0 },
    ];
    expect(unusedOf({ at, paid, leftOfCreditNano: 0n }).valueCents).toBe(250 + 300);
  });

  it('move to the balance what unused time is worth beyond the new period', () => {
    const yearly: Order = {
      terms: { id: 1, displayName: 'Year', pricePerSeatCents: 12_000, includedCreditCents: 0 },
      seats: 1,
    };
    const monthly: Order = {
      terms: { id: 2, displayName: 'Month', pricePerSeatCents: 1_500, includedCreditCents: 0 },
      seats: 1,
    };
    const change = replacementOrder(yearly, monthly, { valueCents: 6_000 });
    expect(change).toMatchObject({ totalCents: 0, surplusCents: 4_500, carriedOverCents: 1_500 });
  });
});
