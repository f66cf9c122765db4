import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { killAtEveryStep } from './kills/killing.ts';
import { patience } from './kills/mortal-process.ts';
import { mortalTales } from './kills/mortal-tales.ts';
import { StripeHouse } from './stripe/stripe-house.ts';

let house: StripeHouse;

beforeEach(async () => {
  house = await StripeHouse.open();
}, patience);
afterEach(() => house.close(), patience);

describe('a worker that is killed between any two steps', () => {
  it(
    'of a top-up: the next one tops up once, and what is taken is granted',
    async () => {
      const deaths = await killAtEveryStep({
        house,
        app: 'worker',
        atOnce: 4,
        newTale: () => mortalTales(house).topUp(),
      });
      expect(deaths.join(' | ')).toMatch(
        /auto_top_ups \| payments is written \| POST \/v1\/payment_intents \| commit of .*ledger_entries/,
      );
    },
    patience,
  );

  it(
    'of a renewal: the next one renews once, and the period brings its credit once',
    async () => {
      const admin = await house.admin();
      const plan = await admin.post<{ public_id: string }>('/api/plans', {
        name: 'solo',
        display_name: 'Solo',
        type: 'individual',
        interval: 'monthly',
        price_per_seat_cents: 2_000,
        included_credit_cents: 1_000,
      });
      const deaths = await killAtEveryStep({
        house,
        app: 'worker',
        atOnce: 1,
        newTale: () => mortalTales(house).renewal(plan.body.public_id),
      });
      expect(deaths.join(' | ')).toMatch(
        /invoices.* \| payments is written \| POST \/v1\/payment_intents \| commit of .*ledger_entries/,
      );
    },
    patience,
  );
});
