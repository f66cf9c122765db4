import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { killAtEveryStep } from './kills/killing.ts';
import { patience } from './kills/mortal-process.ts';
import { mortalTales, type Tale } from './kills/mortal-tales.ts';
import { StripeHouse } from './stripe/stripe-house.ts';

let house: StripeHouse;

beforeAll(async () => {
  house = await StripeHouse.open();
}, patience);
afterAll(() => house.close(), patience);

const killed = (newTale: () => Promise<Tale>) => killAtEveryStep({ house, app: 'api', atOnce: 5, newTale });

describe('an API that is killed between any two steps', () => {
  it(
    'of opening a checkout leaves pages that count, whichever of them is paid',
    async () => {
      const deaths = await killed(() => mortalTales(house).checkout());
      expect(deaths).toContain('POST /v1/customers');
      expect(deaths).toContain('POST /v1/checkout/sessions');
    },
    patience,
  );

  it(
    'of taking in that a checkout was paid: it is told again, and granted once',
    async () => {
      const deaths = await killed(() => mortalTales(house).webhook());
      expect(deaths.join()).toContain('ledger_entries');
    },
    patience,
  );

  it(
    'of a purchase has taken what will be granted',
    async () => {
      const deaths = await killed(() => mortalTales(house).purchase());
      expect(deaths.join(' | ')).toMatch(
        /payments is written \| POST \/v1\/payment_intents \| commit of .*ledger_entries/,
      );
    },
    patience,
  );
});
