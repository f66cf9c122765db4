import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { PaymentFollowers, PlanTerms, tagOf } from '@onegate/billing';
import { BudgetDesk, Markups } from '@onegate/usage';
import { refusal, type Enveloped, type Items, type Person } from '../account/people.ts';
import { Budgets } from '../../libs/usage/src/budgets/budgets.ts';
import type { Caller } from '../setup/caller.ts';
import { Installation } from '../setup/installation.ts';
import { until } from '../setup/until.ts';
import {
  planStory,
  type InvoiceBody,
  type PlanBody,
  type PlanStory,
  type Team,
} from '../stories/plan-story.ts';

let installation: Installation;
let app: NestFastifyApplication;
let call: Caller;
let story: PlanStory;

beforeAll(async () => {
  installation = await Installation.create({ env: { ONEGATE_INVOICE_SELLER: 'Seller <Ltd>|Athens' } });
  ({ app, call } = await installation.api());
  story = planStory(app, call);
});
afterAll(() => installation.close());

const caps = {
  pro: {
    enabled: true,
    inferenceCapThreshold: {
      last5HoursUsageCostUSDPerUser: 2,
      last7daysUsageCostUSDPerUser: 10,
      last30daysUsageCostUSDPerUser: 30,
    },
  },
};

describe('/api/plans', () => {
  it('creates, shows, changes and deletes plans, for administrators of the platform only', async () => {
    const admin = await story.administrator();
    const { id } = await story.plan({ name: 'solo', type: 'individual', features: { free_seats: 1 } });
    expect(await admin.get(`/api/plans/${id}`)).toMatchObject({
      status: 200,
      body: { name: 'solo', version: 1 },
    });
    expect(await admin.put(`/api/plans/${id}`, { display_name: 'Solo' })).toMatchObject({
      body: { version: 2 },
    });
    expect(await admin.put(`/api/plans/${id}`, { is_active: false })).toMatchObject({ body: { version: 2 } });
    expect((await admin.put(`/api/plans/${id}`, { type: 'teams' })).status).toBe(422);
    const double = {
      name: 'SOLO',
      display_name: 'x',
      type: 'teams',
      interval: 'monthly',
      price_per_seat_cents: 1,
    };
    expect(await admin.post('/api/plans', double)).toMatchObject({
      status: 422,
      body: { errors: { name: ['The name has already been taken.'] } },
    });
    expect((await admin.post('/api/plans', { name: 'x' })).status).toBe(422);
    expect((await admin.delete(`/api/plans/${id}`)).status).toBe(200);
    expect((await admin.get(`/api/plans/${id}`)).status).toBe(404);
    const { owner } = await story.organization();
    expect((await owner.call.post('/api/plans', double)).status).toBe(403);
    expect((await owner.call.get('/api/plans')).status).toBe(200);
  });
});

it('a plan takes null for what is left out', async () => {
  const admin = await story.administrator();
  const optional = [
    'description',
    'included_credit_cents',
    'max_seats',
    'markup_bps',
    'features',
    'entitlements',
  ];
  const bare = {
    ...Object.fromEntries([...optional, 'is_active'].map((field) => [field, null])),
    name: 'bare',
    display_name: 'Bare',
    type: 'individual',
    interval: 'monthly',
    price_per_seat_cents: 100,
  };
  const made = await admin.post<{ id: number }>('/api/plans', bare);
  expect(made).toMatchObject({
    status: 201,
    body: { description: '', included_credit_cents: 0, features: {}, entitlements: {}, is_active: true },
  });
  await admin.delete(`/api/plans/${made.body.id}`);
});

describe('GET /api/v1/plans', () => {
  it('lists what is sold to anybody, as a bare array, by type', async () => {
    const { public_id: id } = await story.plan({ type: 'individual', entitlements: caps, max_seats: 1 });
    await story.plan({ is_active: false, type: 'individual' });
    const { status, body } = await call.get<Enveloped<PlanBody[]>>('/api/v1/plans?type=individual');
    expect(status).toBe(200);
    expect(body.data).toEqual([
      expect.objectContaining({
        id,
        type: 'individual',
        interval: 'Monthly',
        isActive: true,
        entitlements: caps,
      }),
    ]);
  });
});

describe('the plan of a person', () => {
  async function subscribed(person: Person): Promise<{ planId: string; me: string }> {
    const { public_id: planId } = await story.plan({
      type: 'individual',
      entitlements: caps,
      markup_bps: 700,
    });
    const me = '/api/v1/users/me/plan';
    expect((await person.call.get(me)).status).toBe(404);
    await story.pay.card({ kind: 'user', id: person.user.id });
    expect((await person.call.post(me, { planId })).status).toBe(200);
    return { planId, me };
  }

  it('is what quota widgets poll, with a key too, which cannot change it', async () => {
    const person = await story.person();
    const { planId, me } = await subscribed(person);
    const keyed = call.signedIn(await story.key(person));
    expect(await keyed.get(me)).toMatchObject({
      status: 200,
      body: {
        data: {
          userId: person.user.publicId,
          plan: { id: planId },
          planHistoryId: expect.stringMatching(/^iph_/),
        },
      },
    });
    expect(await keyed.get(`${me}/usage-limits`)).toMatchObject({
      body: {
        data: { limits: [{ type: 'five_hour', percentUsed: 0 }, { type: 'weekly' }, { type: 'monthly' }] },
      },
    });
    expect((await keyed.delete(`${me}/${planId}`)).status).toBe(403);
    const stranger = await story.person();
    expect((await stranger.call.get(`/api/v1/users/${person.user.publicId}/plan`)).status).toBe(404);
    expect((await stranger.call.get(`${me}/usage-limits`)).status).toBe(404);
  });

  it('decides at once what is added to prices, before the model, and caps what each person spends', async () => {
    const person = await story.person();
    const account = { kind: 'user', id: person.user.id } as const;
    const markup = async () => (await app.get(Markups).of(account))({ markupBps: 100 });
    expect(await markup()).toBe(100);
    const { planId, me } = await subscribed(person);
    await until('the markup of the plan', async () => (await markup()) === 700);
    expect(await app.get(Budgets, { strict: false }).of(account)).toMatchObject([
      { userId: 'each', limitNano: 2_000_000_000n, period: { window: 'five_hour' } },
      { userId: 'each', limitNano: 10_000_000_000n },
      { userId: 'each', limitNano: 30_000_000_000n },
    ]);
    expect((await person.call.delete(`${me}/${planId}?when=now`)).status).toBe(204);
    await until('no plan', async () => (await markup()) === 100);
    expect(await app.get(PlanTerms).of(tagOf(account))).toMatchObject({ status: 'none', caps: [] });
    expect(app.get(BudgetDesk)).toBeDefined();
  });
});

describe('invoices', () => {
  it('are pages and files, of those whom they concern', async () => {
    const { public_id: planId } = await story.plan();
    const team: Team = await story.team();
    await story.subscribe(team, planId, 2);
    const owner = await story.owner(team);
    const path = `${team.organization.path}/invoices`;
    const { body } = await owner.get<Enveloped<Items<InvoiceBody>>>(path);
    const [invoice] = body.data.items;
    expect(invoice).toMatchObject({
      number: expect.stringMatching(/^INV-\d{6}$/),
      status: 'paid',
      totalCents: 4_000,
    });
    const page = await owner.get<string>(`${path}/${invoice?.id}/page`);
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
    expect(page.body).toContain('$40.00 USD');
    expect(page.body).toContain('Seller &lt;Ltd&gt;<br>Athens');
    const pdf = await owner.get<string>(`${path}/${invoice?.id}/pdf`);
    expect(pdf.headers.get('content-type')).toBe('application/pdf');
    expect(pdf.body.startsWith('%PDF-')).toBe(true);
    const other = await story.organization();
    expect((await other.owner.call.get(`${other.path}/invoices/${invoice?.id}`)).status).toBe(404);
    expect((await other.owner.call.get(`${path}/${invoice?.id}`)).status).toBe(404);
    const member = await story.joined(await story.organization(), 'member');
    expect((await member.call.get(path)).status).toBe(404);
  });
});

describe('the money of an invoice', () => {
  async function paid() {
    const { public_id: planId } = await story.plan({ included_credit_cents: 1_000 });
    const team = await story.team();
    await story.subscribe(team, planId, 1);
    const [row] = await story.database.query<{ public_id: string; payment_id: string }>(
      'select public_id, payment_id from invoices where tenant_id = $1',
      [team.account.id],
    );
    const { account } = team;
    const reference = `invoice:${row?.public_id}:0`;
    const payment = { paymentId: row?.payment_id ?? '', account, amountCents: 2_000, reference };
    return { team, payment, follower: app.get(PaymentFollowers).of('invoice') };
  }
  const once = (work: () => Promise<void>) => story.database.transaction(work);

  it('that comes twice, or for what is not wanted any more, becomes credit', async () => {
    const { team, payment, follower } = await paid();
    const again = { ...payment, paymentId: 'pay_again' };
    await once(() => follower.succeeded(again));
    expect(await story.pay.balanceCents(team.account)).toBe(1_000 + 2_000);
    const back = { kind: 'refund', amountCents: 500, reference: 'payment:pay_again:rev_1' } as const;
    await once(() => follower.takenBack(again, back));
    expect(await story.pay.balanceCents(team.account)).toBe(1_000 + 1_500);
    expect(await story.current(team)).toMatchObject({ status: 'active' });
  });

  it('that is refunded takes the included credit with it in proportion; what is disputed ends the plan', async () => {
    const { team, payment, follower } = await paid();
    const back = (kind: 'refund' | 'chargeback', amountCents: number) => {
      const reference = `payment:${payment.paymentId}:rev_${kind}`;
      return once(() => follower.takenBack(payment, { kind, amountCents, reference }));
    };
    await back('refund', 500);
    expect(await story.pay.balanceCents(team.account)).toBe(750);
    expect(await story.current(team)).toMatchObject({ status: 'active' });
    await back('chargeback', 1_500);
    expect(await story.pay.balanceCents(team.account)).toBe(0);
    expect((await (await story.owner(team)).get(team.path)).status).toBe(404);
    expect(await story.pay.differences()).toEqual([]);
  });
});

describe('the plan of an organization', () => {
  it('is the business of its owners', async () => {
    const organization = await story.organization();
    const admin = await story.joined(organization, 'admin');
    const { public_id: planId } = await story.plan();
    expect((await admin.call.get(`${organization.path}/plan`)).status).toBe(403);
    expect((await admin.call.post(`${organization.path}/plan`, { planId })).status).toBe(403);
    const { call: stranger } = await story.person();
    expect(await stranger.post(`${organization.path}/plan`, { planId })).toMatchObject(refusal(404));
  });

  it('tells each member how much of its caps he has used', async () => {
    const { public_id: planId } = await story.plan({ entitlements: caps });
    const team = await story.team();
    const member = await story.joined(team.organization, 'member');
    expect((await member.call.get(`${team.path}/usage-limits`)).status).toBe(404);
    await story.subscribe(team, planId, 2);
    expect(await member.call.get(`${team.path}/usage-limits`)).toMatchObject({
      status: 200,
      body: { data: { limits: [{ type: 'five_hour', percentUsed: 0 }, {}, {}] } },
    });
    const { call: stranger } = await story.person();
    expect(await stranger.get(`${team.path}/usage-limits`)).toMatchObject(refusal(404));
  });

  it('is none for people, and keeps the organization from being closed while it runs', async () => {
    const { public_id: solo } = await story.plan({ type: 'individual' });
    const team = await story.team();
    expect((await story.subscribe(team, solo)).status).toBe(400);
    const { public_id: planId } = await story.plan();
    await story.subscribe(team, planId);
    const owner = await story.owner(team);
    expect((await owner.delete(team.organization.path)).status).toBe(409);
    expect(await owner.get(`${team.path}/${planId}`)).toMatchObject({ body: { data: { id: planId } } });
  });
});

describe('/api/tenants/{id}/subscriptions', () => {
  it('gives a tenant a plan for a time, with its seats and credit, and no other in that time', async () => {
    const admin = await story.administrator();
    const plan = await story.plan({ included_credit_cents: 500 });
    const team = await story.team(null);
    const path = `/api/tenants/${team.account.id}/subscriptions`;
    const entry = {
      plan_id: plan.id,
      starts_at: '2026-01-15',
      ends_at: '2099-01-01',
      seats: 4,
      note: 'By wire',
    };
    expect(await admin.post(path, entry)).toMatchObject({
      status: 201,
      body: {
        status: 'active',
        origin: 'manual',
        seats: 4,
        note: 'By wire',
        starts_at: '2026-01-15T00:00:00.000Z',
      },
    });
    expect(await story.pay.balanceCents(team.account)).toBe(2_000);
    expect((await admin.post(path, entry)).status).toBe(409);
    expect((await admin.post(path, { ...entry, ends_at: '2026-01-01' })).status).toBe(422);
    const past = { ...entry, starts_at: '2025-01-01', ends_at: '2025-06-01' };
    expect(await admin.post(path, past)).toMatchObject({ status: 201, body: { status: 'ended' } });
    const owner = await story.owner(team);
    expect(await owner.get(path)).toMatchObject({
      status: 200,
      body: { data: [{ status: 'ended' }, { status: 'active' }] },
    });
    expect((await owner.post(path, entry)).status).toBe(403);
    expect((await owner.get('/api/tenants/999999/subscriptions')).status).toBe(404);
    expect((await story.subscribe(team, plan.public_id)).status).toBe(409);
    expect((await story.seats(team, 9)).status).toBe(409);
  });

  it('ends it before its time, with what is left of its credit, and one that was bought does not end there', async () => {
    const admin = await story.administrator();
    const plan = await story.plan({ included_credit_cents: 500 });
    const team = await story.team();
    const path = `/api/tenants/${team.account.id}/subscriptions`;
    const entry = { plan_id: plan.id, starts_at: '2026-01-15', ends_at: null, seats: 2, note: 'A trial' };
    const { body: entered } = await admin.post<{ id: number }>(path, entry);
    await story.pay.spend(team.account, 300);
    const owner = await story.owner(team);
    expect((await owner.delete(`${path}/${entered.id}`)).status).toBe(403);
    const ended = await admin.delete(`${path}/${entered.id}`);
    expect(ended).toMatchObject({ status: 200, body: { status: 'ended', ends_at: expect.any(String) } });
    expect(await admin.delete(`${path}/${entered.id}`)).toMatchObject({ status: 200, body: ended.body });
    expect(await story.pay.balanceCents(team.account)).toBe(0);
    expect((await admin.delete(`${path}/999999`)).status).toBe(404);
    expect((await story.subscribe(team, plan.public_id, 1)).status).toBe(200);
    const { body } = await admin.get<{ data: { id: number }[] }>(path);
    expect((await admin.delete(`${path}/${body.data[0]?.id}`)).status).toBe(409);
    expect(await story.pay.differences()).toEqual([]);
  });

  it('does not keep a plan once its organization is gone', async () => {
    const admin = await story.administrator();
    const plan = await story.plan({ included_credit_cents: 500 });
    const team = await story.team();
    const entry = { plan_id: plan.id, starts_at: '2026-01-15', ends_at: null, seats: 2, note: 'A trial' };
    await admin.post(`/api/tenants/${team.account.id}/subscriptions`, entry);
    expect((await admin.delete(`/api/plans/${plan.id}`)).status).toBe(409);
    expect((await admin.delete(`/api/tenants/${team.account.id}`)).status).toBe(200);
    expect((await admin.delete(`/api/plans/${plan.id}`)).status).toBe(200);
  });
});
