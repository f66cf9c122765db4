import { expect, jest } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SignInService } from '@onegate/auth';
import { GrantExpiry, SubscriptionRenewal, type BilledAccount, type NewPlan } from '@onegate/billing';
import { Clock, Database } from '@onegate/platform';
import { people, type Enveloped, type Items, type Organization, type Person } from '../account/people.ts';
import { paying } from '../billing/paying.ts';
import type { Answer, Caller } from '../setup/caller.ts';
import { given, password } from '../setup/given.ts';

export interface PlanBody {
  readonly id: string;
  readonly priceId: string;
  readonly pricePerSeatCents: number;
}

export interface AccountPlanBody {
  readonly planHistoryId: string;
  readonly plan: PlanBody;
  readonly status: string;
  readonly seats: number;
  readonly currentPeriodStart: string;
  readonly currentPeriodEnd: string;
  readonly cancelAt?: string;
  readonly nextSeats?: number;
  readonly nextPlan?: PlanBody;
  readonly actionUrl?: string;
}

export interface InvoiceBody {
  readonly id: string;
  readonly number: string;
  readonly status: string;
  readonly totalCents: number;
  readonly lines: { readonly amountCents: number }[];
}

interface AdminPlanBody {
  readonly id: number;
  readonly public_id: string;
}

let plans = 0;

/** Plans told as stories: through the API, with a clock that is moved, and the worker's job run by hand. */
export function planStory(app: NestFastifyApplication, call: Caller) {
  const database = app.get(Database);
  const clock = app.get(Clock);
  const pay = paying(app);
  const folk = people(app, call);
  let admin: Person | null = null;

  const signedIn = async (person: Person): Promise<Caller> => {
    const { token } = await app.get(SignInService).withPassword({ email: person.user.email, password });
    return call.signedIn(token);
  };

  const administrator = async (): Promise<Caller> => {
    admin ??= { user: await given(app).superAdmin(), call };
    return signedIn(admin);
  };

  return {
    ...folk,
    database,
    pay,
    signedIn,
    administrator,

    at(moment: string): void {
      jest.spyOn(clock, 'now').mockImplementation(() => new Date(moment));
    },

    /** All that happens by itself until nothing is left to do. */
    async work(): Promise<void> {
      await app.get(GrantExpiry).expireDue();
      for (let round = 0; round < 20; round += 1) {
        const before = await this.state();
        await app.get(SubscriptionRenewal).run();
        if ((await this.state()) === before) return;
      }
    },

    async state(): Promise<string> {
      const rows = await database.query(
        'select id, status, revision, due_at from subscriptions union all select id, status, attempts, attempt_at from invoices',
      );
      return JSON.stringify(rows);
    },

    async plan(terms: Partial<NewPlan> = {}): Promise<AdminPlanBody> {
      plans += 1;
      const answer = await (
        await administrator()
      ).post<AdminPlanBody>('/api/plans', {
        name: `plan-${plans}`,
        display_name: `Plan ${plans}`,
        type: 'teams',
        interval: 'monthly',
        price_per_seat_cents: 2_000,
        ...terms,
      });
      expect(answer).toMatchObject({ status: 201, body: { id: expect.any(Number) } });
      return answer.body;
    },

    async team(card: Parameters<typeof pay.card>[1] | null = 'succeeds', zone = 'UTC'): Promise<Team> {
      const organization = await folk.organization();
      const [row] = await database
        .query<{ id: string }>('update tenants set time_zone = $2 where public_id = $1 returning id', [
          organization.id,
          zone,
        ])
        .then((rows) => (rows as unknown[]).flat() as { id: string }[]);
      const account = { kind: 'organization', id: Number(row?.id) } as const;
      if (card) await pay.card(account, card);
      return { organization, account, path: `${organization.path}/plan` };
    },

    async owner({ organization }: Team): Promise<Caller> {
      return signedIn(organization.owner);
    },

    async current(team: Team): Promise<AccountPlanBody> {
      const { body } = await (await this.owner(team)).get<Enveloped<AccountPlanBody>>(team.path);
      return body.data;
    },

    async subscribe(team: Team, planId: string, seats?: number): Promise<Answer<Enveloped<AccountPlanBody>>> {
      return (await this.owner(team)).post(team.path, { planId, seats });
    },

    async seats(team: Team, seats: number): Promise<Answer<Enveloped<AccountPlanBody>>> {
      return (await this.owner(team)).put(`${team.path}/seats`, { seats });
    },

    async invoices(team: Team): Promise<InvoiceBody[]> {
      const path = `${team.organization.path}/invoices?limit=100`;
      const { body } = await (await this.owner(team)).get<Enveloped<Items<InvoiceBody>>>(path);
      return body.data.items.toReversed();
    },

    async history(team: Team): Promise<string[]> {
      const path = `${team.path}/history?limit=100`;
      const { body } = await (await this.owner(team)).get<Enveloped<Items<{ event: string }>>>(path);
      return body.data.items.map(({ event }) => event).toReversed();
    },

    /** What was really taken from the card. */
    async paidCents({ account }: Team): Promise<number> {
      const [row] = await database.query<{ cents: number }>(
        `select coalesce(sum(amount_cents), 0)::integer as cents from payments
         where tenant_id = $1 and status = 'succeeded'`,
        [account.id],
      );
      return row?.cents ?? 0;
    },
  };
}

export type PlanStory = ReturnType<typeof planStory>;

export interface Team {
  readonly organization: Organization;
  readonly account: BilledAccount;
  readonly path: string;
}
