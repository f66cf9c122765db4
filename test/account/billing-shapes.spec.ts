import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { BilledAccount } from '@onegate/billing';
import type { Caller } from '../setup/caller.ts';
import { Installation } from '../setup/installation.ts';
import { planStory, type PlanStory } from '../stories/plan-story.ts';

let installation: Installation;
let app: NestFastifyApplication;
let call: Caller;
let story: PlanStory;

beforeAll(async () => {
  installation = await Installation.create();
  ({ app, call } = await installation.api());
  story = planStory(app, call);
});
afterAll(() => installation.close());

const moment = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z$/);
const text = expect.any(String);
const whole = expect.any(Number);

interface Payer {
  readonly call: Caller;
  /** `/api/v1/users/usr_…`, `/api/v1/organizations/org_…` */
  readonly path: string;
  /** Where checkouts of this kind of account are opened. */
  readonly checkout: string;
  readonly account: BilledAccount;
  readonly creatorId: string;
  readonly owner: { readonly userId: string } | { readonly organizationId: string };
}

const kinds = ['user', 'organization'] as const;

async function payer(kind: (typeof kinds)[number]): Promise<Payer> {
  if (kind === 'user') {
    const { user, call: caller } = await story.person();
    const account = { kind: 'user', id: user.id } as const;
    const path = `/api/v1/users/${user.publicId}`;
    const owner = { userId: user.publicId };
    return {
      call: caller,
      path,
      checkout: '/api/v1/users/credits/checkout',
      account,
      creatorId: user.publicId,
      owner,
    };
  }
  const { organization, account } = await story.team(null);
  const { path, owner, id } = organization;
  const creatorId = owner.user.publicId;
  return {
    call: owner.call,
    path,
    checkout: `${path}/credits/checkout`,
    account,
    creatorId,
    owner: { organizationId: id },
  };
}

const payment = (creatorId: string, provider: string | null) => ({
  id: expect.stringMatching(/^pay_/),
  status: 'succeeded',
  purpose: 'credits',
  paidAt: moment,
  createdAt: moment,
  creatorId,
  amountCents: 2_500,
  refundedCents: 0,
  credits: 25,
  currency: 'usd',
  description: text,
  provider: 'sandbox',
  providerPaymentId: provider,
  card: { brand: 'visa', last4: '4242' },
  actionUrl: null,
  failure: null,
});

const succeeded = (data: unknown) => ({ status: 200, body: { success: true, data } });

describe.each(kinds)('payments and credits of a %s', (kind) => {
  it('are bought, listed and looked up in the shapes that clients know', async () => {
    const who = await payer(kind);
    await story.pay.card(who.account);
    const bought = await who.call.post<{ data: { id: string; providerPaymentId: string } }>(
      `${who.path}/credits/purchase`,
      { amountCents: 2_500 },
    );
    const { id, providerPaymentId } = bought.body.data;
    const shape = payment(who.creatorId, providerPaymentId);
    expect(bought).toMatchObject(succeeded(shape));
    const at = (rest = '') => who.call.get(`${who.path}/payments${rest}`);
    expect((await at()).body).toEqual({ success: true, data: { paymentTransactions: [shape] } });
    expect((await at(`/${id}`)).body).toEqual({ success: true, data: shape });
    expect((await at(`/${id}/status`)).body).toEqual({
      success: true,
      data: { paymentId: id, status: 'succeeded', actionUrl: null },
    });
    const there = {
      paymentId: id,
      provider: 'sandbox',
      providerPaymentId,
      status: 'succeeded',
      receiptUrl: null,
    };
    expect((await at(`/provider/${id}`)).body).toEqual({ success: true, data: there });
    expect((await at(`/provider/${providerPaymentId}`)).body).toEqual({ success: true, data: there });
  });

  it('are bought on a page; what is null is left out', async () => {
    const who = await payer(kind);
    const order = { amountCents: 2_500, successUrl: null, cancelUrl: null };
    const opened = await who.call.post<{ data: { checkoutUrl: string } }>(who.checkout, order);
    expect(opened.status).toBe(200);
    expect(opened.body).toEqual({
      success: true,
      data: { checkoutUrl: expect.stringMatching(/^http/), sessionId: text, paymentId: text },
    });
    expect((await who.call.get(`${who.path}/credits/terms`)).body).toEqual({
      success: true,
      data: { currency: 'usd', minimumCents: whole, maximumCents: whole, taxNote: null },
    });
  });
});

describe.each(kinds)('the billing configuration of a %s', (kind) => {
  it('has a default payment method, null before there is one, and opens a page for it with no body at all', async () => {
    const who = await payer(kind);
    const path = `${who.path}/payment-method`;
    expect((await who.call.get(`${path}/default`)).body).toEqual({ success: true, data: null });
    for (const body of [undefined, {}, { successUrl: null }]) {
      const opened = await who.call.post(`${path}/setup-session`, body);
      expect(opened.status).toBe(200);
      expect(opened.body).toEqual({
        success: true,
        data: { url: expect.stringMatching(/^http/), sessionId: text },
      });
    }
    await story.pay.card(who.account);
    const { body } = await who.call.get<{ data: object }>(`${path}/default`);
    expect(body.data).toEqual({
      id: text,
      type: 'card',
      brand: 'visa',
      last4: '4242',
      expMonth: 12,
      expYear: 2040,
      isDefault: true,
      createdAt: moment,
    });
  });

  it('is topped up by itself as it says', async () => {
    const who = await payer(kind);
    const path = `${who.path}/auto-top-up`;
    const off = (await who.call.get<{ data: object }>(path)).body.data;
    expect(off).toMatchObject({ enabled: false, thresholdCents: whole, amountCents: whole });
    await story.pay.card(who.account);
    const wanted = { enabled: true, thresholdCents: 500, amountCents: 2_000, monthlyLimitCents: null };
    const set = await who.call.put(path, wanted);
    expect(set).toMatchObject(succeeded(wanted));
    expect((await who.call.get(path)).body).toMatchObject({ data: wanted });
    const limited = { ...wanted, monthlyLimitCents: 6_000 };
    expect(await who.call.put(path, limited)).toMatchObject(succeeded(limited));
  });

  it('lists its promotions', async () => {
    const who = await payer(kind);
    expect((await who.call.get(`${who.path}/promotions`)).body).toEqual({
      success: true,
      data: { items: [] },
    });
  });
});

describe.each(kinds)('the plan of a %s', (kind) => {
  const entitlements = {
    pro: { enabled: true, inferenceCapThreshold: { last5HoursUsageCostUSDPerUser: 2 } },
  };
  const planShape = (type: string) => ({
    id: text,
    name: text,
    displayName: text,
    description: 'Ours',
    type,
    interval: 'Monthly',
    pricePerSeatCents: 2_000,
    priceId: text,
    maxSeats: 5,
    includedCreditCents: 0,
    features: { fee_dollars: 0, free_seats: 1, included: ['All models'] },
    entitlements,
    isActive: true,
    createdAt: moment,
    updatedAt: moment,
  });

  it('is offered, bought, shown, remembered and cancelled in the shapes that clients know', async () => {
    const who = await payer(kind);
    await story.pay.card(who.account);
    const type = kind === 'user' ? 'individual' : 'teams';
    const features = { fee_dollars: 0, free_seats: 1, included: ['All models'] };
    const terms = { type, description: 'Ours', max_seats: 5, features, entitlements } as const;
    const { public_id: planId } = await story.plan(terms);
    const plan = planShape(type);
    const offered = await call.get<{ data: { id: string }[] }>(`/api/v1/plans?type=${type}`);
    expect(offered.body.data.find(({ id }) => id === planId)).toEqual(plan);

    const path = `${who.path}/plan`;
    expect((await who.call.get(path)).status).toBe(404);
    const subscribed = await who.call.post<{ data: object }>(path, { planId, seats: null });
    const shape = {
      planHistoryId: expect.stringMatching(/^iph_/),
      ...who.owner,
      plan,
      subscriptionId: expect.stringMatching(/^sub_/),
      status: 'active',
      seats: 1,
      currentPeriodStart: moment,
      currentPeriodEnd: moment,
    };
    expect(subscribed.status).toBe(200);
    expect(subscribed.body).toEqual({ success: true, data: shape });
    expect((await who.call.get(path)).body).toEqual({ success: true, data: shape });
    expect((await who.call.get(`${path}/${planId}`)).body).toEqual({ success: true, data: plan });
    expect((await who.call.get(`${path}/usage-limits`)).body).toEqual({
      success: true,
      data: { limits: [{ type: 'five_hour', percentUsed: 0, resetsAt: moment }] },
    });
    if (kind === 'organization') {
      const more = await who.call.put(`${path}/seats`, { seats: 3 });
      expect(more).toMatchObject(succeeded({ seats: 3 }));
    }
    const { body } = await who.call.get<{ data: { items: object[] } }>(`${path}/history`);
    expect(body.data.items.at(-1)).toEqual({
      id: expect.stringMatching(/^iph_/),
      event: 'subscribed',
      subscriptionId: text,
      planId,
      planName: text,
      seats: 1,
      createdAt: moment,
    });
    expect((await who.call.delete(`${path}/${planId}`)).status).toBe(204);
    expect((await who.call.get(path)).body).toEqual({
      success: true,
      data: {
        ...shape,
        seats: kind === 'user' ? 1 : 3,
        planHistoryId: text,
        cancelAt: moment,
        canceledAt: moment,
      },
    });
  });
});

describe('null is left out', () => {
  it('where a plan, a promotion, an alert or a webhook is made or changed', async () => {
    const admin = await story.administrator();
    const { id: planId } = await story.plan({ description: 'Ours', max_seats: 5 });
    const terms = ['name', 'display_name', 'description', 'type', 'interval', 'price_per_seat_cents'];
    const others = ['included_credit_cents', 'features', 'entitlements', 'is_active'];
    const blank = (fields: readonly string[]) => Object.fromEntries(fields.map((field) => [field, null]));
    const changed = await admin.put(`/api/plans/${planId}`, {
      ...blank([...terms, ...others]),
      max_seats: null,
    });
    expect(changed).toMatchObject({
      status: 200,
      body: {
        description: 'Ours',
        price_per_seat_cents: 2_000,
        max_seats: null,
        is_active: true,
        version: 2,
      },
    });

    const flags = ['audience', 'is_listed', 'is_active', 'starts_at', 'max_per_account', 'max_per_person'];
    const limits = ['description', 'ends_at', 'credit_days', 'credit_ends_at', 'max_redemptions'];
    const promotion = await admin.post<{ id: number }>('/api/promotions', {
      ...blank([...flags, ...limits]),
      name: 'Spring',
      amount_usd: '5.00',
    });
    const made = {
      audience: 'any',
      is_listed: false,
      is_active: true,
      max_per_account: 1,
      max_per_person: 1,
    };
    expect(promotion).toMatchObject({ status: 201, body: made });
    const path = `/api/promotions/${promotion.body.id}`;
    expect(await admin.patch(path, blank(['name', ...flags]))).toMatchObject({
      status: 200,
      body: { ...made, name: 'Spring', starts_at: moment },
    });
    expect((await admin.post(`${path}/codes`, blank(['count', 'code', 'ends_at']))).status).toBe(201);
  });

  it('in what people set', async () => {
    const { call: person } = await story.person();
    const me = '/api/v1/users/me';
    const alert = await person.post<{ data: { id: string } }>(`${me}/alerts`, {
      kind: 'balance',
      thresholdUsd: '5',
      email: null,
      webhook: null,
    });
    expect(alert).toMatchObject(succeeded({ email: true, webhook: true }));
    const unsaid = { email: null, webhook: null, isActive: null };
    expect(await person.patch(`${me}/alerts/${alert.body.data.id}`, unsaid)).toMatchObject(
      succeeded({ email: true, webhook: true, isActive: true }),
    );
    const hook = await person.post<{ data: { id: string } }>(`${me}/webhooks`, {
      url: 'https://example.com/hook',
    });
    const path = `${me}/webhooks/${hook.body.data.id}`;
    expect(await person.patch(path, { url: null, isActive: null })).toMatchObject(
      succeeded({ url: 'https://example.com/hook', isActive: true }),
    );
  });
});
