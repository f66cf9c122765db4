import { expect } from '@jest/globals';
import { renewSubscriptions, tagOf, UsageLedger } from '@onegate/billing';
import { JobQueue, usd } from '@onegate/platform';
import type { Enveloped, Items, Person } from '../../account/people.ts';
import { until } from '../../setup/until.ts';
import type { StripeHouse } from '../stripe/stripe-house.ts';
import { newReference } from '../wallets.ts';
import { patience } from './mortal-process.ts';

/** Something with money that a process does, and how one sees that it was done once. */
export interface Tale {
  /** Begins it in the process at this address. */
  begin(url: string): Promise<unknown>;
  isOver(): Promise<boolean>;
  /** All that happens after the process has died. */
  goOn(): Promise<void>;
  check(): Promise<void>;
}

const topUpPath = '/api/v1/users/me/auto-top-up';
const planPath = '/api/v1/users/me/plan';

/** Money that came in through Stripe, told in ways that somebody dies in the middle of. */
export function mortalTales(house: StripeHouse) {
  const takenFrom = ({ user }: Person): number => {
    const customer = [...house.stripe.books.customers.values()].find(({ email }) => email === user.email);
    const paid = [...house.stripe.books.intents.values()].filter(({ customer: id }) => id === customer?.id);
    return paid.reduce((sum, { amount_received: cents }) => sum + cents, 0);
  };

  const balanced = async (person: Person, cents: number): Promise<void> => {
    expect(takenFrom(person)).toBe(cents);
    expect(await house.balance(person)).toBe(cents);
    expect(await house.pay.differences()).toEqual([]);
  };

  /** As if the first period of his plan were over. */
  const monthLater = async ({ user }: Person): Promise<void> => {
    const moved = (column: string) => `${column} = ${column} - interval '32 days'`;
    for (const statement of [
      `update subscriptions set ${['anchor_at', 'period_start', 'period_end', 'due_at'].map(moved).join()} where user_id = $1`,
      `update invoices set ${['period_start', 'period_end'].map(moved).join()} where user_id = $1`,
    ]) {
      await house.pay.database.query(statement, [user.id]);
    }
  };

  const settle = async (): Promise<void> => {
    await house.later(5);
    await house.reconcile();
    await house.deliverAll();
  };

  return {
    async checkout(): Promise<Tale> {
      const person = await house.person();
      let isOver = false;
      return {
        async begin(url) {
          await house.checkout({ ...person, call: person.call.at(url) });
          isOver = true;
        },
        isOver: async () => isOver,
        /** He tries again, and pays on every page that there is. */
        async goOn() {
          await house.checkout(person);
          const sessions = [...house.stripe.books.sessions.values()];
          for (const { id, status } of sessions) if (status === 'open') house.stripe.books.pay(id);
          await settle();
        },
        async check() {
          expect(takenFrom(person)).toBeGreaterThanOrEqual(2_000);
          await balanced(person, takenFrom(person));
        },
      };
    },

    async webhook(): Promise<Tale> {
      const person = await house.person();
      const { sessionId } = await house.checkout(person);
      const before = house.stripe.books.events.length;
      house.stripe.books.pay(sessionId);
      const events = house.stripe.books.events.slice(before);
      let isOver = false;
      return {
        async begin(to) {
          for (const event of events) await house.deliver(event, { to });
          isOver = true;
        },
        isOver: async () => isOver,
        goOn: () => house.deliverAll(),
        check: () => balanced(person, 2_000),
      };
    },

    async purchase(): Promise<Tale> {
      const person = await house.payer();
      let isOver = false;
      return {
        async begin(url) {
          await house.purchase({ ...person, call: person.call.at(url) });
          isOver = true;
        },
        isOver: async () => isOver,
        goOn: settle,
        /** Who died before he had written anything down has taken nothing. */
        async check() {
          const rows = await house.pay.database.query('select from payments where user_id = $1', [
            person.user.id,
          ]);
          await balanced(person, rows.length * 2_000);
        },
      };
    },

    async topUp(): Promise<Tale> {
      const person = await house.payer();
      const account = { kind: 'user', id: person.user.id } as const;
      await house.purchase(person, 1_000);
      const wishes = { enabled: true, thresholdCents: 500, amountCents: 2_000 };
      expect((await person.call.put(topUpPath, wishes)).status).toBe(200);
      const statuses = async () => {
        const { body } = await person.call.get<Enveloped<Items<{ status: string }>>>(`${topUpPath}/history`);
        return body.data.items.map(({ status }) => status);
      };
      const isOver = async () => (await statuses())[0] === 'succeeded';
      return {
        begin: () =>
          house.app.get(UsageLedger).chargeUsage({
            batch: newReference(),
            charges: [{ account: tagOf(account), amount: usd(9), usedAt: new Date() }],
          }),
        isOver,
        async goOn() {
          await until('the top-up to be there', isOver, patience / 2);
          await settle();
        },
        async check() {
          expect(await statuses()).toEqual(['succeeded']);
          expect(takenFrom(person)).toBe(3_000);
          expect(await house.balance(person)).toBe(2_100);
          expect(await house.pay.differences()).toEqual([]);
        },
      };
    },

    async renewal(planId: string): Promise<Tale> {
      const person = await house.payer();
      expect((await person.call.post(planPath, { planId })).status).toBe(200);
      await monthLater(person);
      const invoices = () =>
        house.pay.database.query<{ status: string }>(
          'select status from invoices where user_id = $1 order by id',
          [person.user.id],
        );
      const isOver = async () => (await invoices()).filter(({ status }) => status === 'paid').length === 2;
      return {
        begin: () => house.app.get(JobQueue).enqueue(renewSubscriptions, {}),
        isOver,
        async goOn() {
          await until('the plan to be renewed', isOver, patience / 2);
          await settle();
        },
        async check() {
          expect(await invoices()).toEqual([{ status: 'paid' }, { status: 'paid' }]);
          expect(takenFrom(person)).toBe(4_000);
          const { body } =
            await person.call.get<Enveloped<{ status: string; currentPeriodEnd: string }>>(planPath);
          expect(body.data.status).toBe('active');
          expect(Date.parse(body.data.currentPeriodEnd)).toBeGreaterThan(Date.now());
          // The credit of the first period, which has not really passed, and that of the second.
          expect(await house.balance(person)).toBe(2_000);
          expect(await house.pay.differences()).toEqual([]);
        },
      };
    },
  };
}
