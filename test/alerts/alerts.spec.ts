import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { BalanceAlerts, tagOf, WebhookCalls, WebhookOutbox } from '@onegate/billing';
import { Clock, Database, usd } from '@onegate/platform';
import { SpendAlerts, SpendWatch } from '@onegate/usage';
import {
  people,
  refusal,
  type Enveloped,
  type Items,
  type Organization,
  type Person,
} from '../account/people.ts';
import { billing, type Billing } from '../billing/wallets.ts';
import type { Caller } from '../setup/caller.ts';
import { Installation } from '../setup/installation.ts';
import { until } from '../setup/until.ts';
import { recorded, sent, usageEvent } from '../usage/usage-bench.ts';
import { isSignedWith, WebhookReceiver } from './webhook-receiver.ts';

let installation: Installation;
let app: NestFastifyApplication;
let call: Caller;
let books: Billing;
let who: ReturnType<typeof people>;
let receiver: WebhookReceiver;

beforeAll(async () => {
  installation = await Installation.create();
  ({ app, call } = await installation.api());
  await installation.worker();
  books = billing(app);
  who = people(app, call);
  receiver = await WebhookReceiver.start();
});
afterAll(async () => {
  await installation.close();
  await receiver.close();
});
afterEach(() => {
  jest.restoreAllMocks();
  receiver.calls.splice(0);
  receiver.answers = [];
});

interface Webhook {
  readonly id: string;
  readonly secret: string;
}
interface Notice {
  readonly kind: string;
  readonly facts: Readonly<Record<string, unknown>>;
}
interface Delivery {
  readonly status: string;
  readonly attempts: number;
  readonly lastStatus: number | null;
  readonly lastError: string | null;
}

const me = '/api/v1/users/me';

async function webhook(caller: Caller, path = me): Promise<Webhook> {
  const { status, body } = await caller.post<Enveloped<Webhook>>(`${path}/webhooks`, { url: receiver.url });
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body.data;
}

async function alert(caller: Caller, fields: object, path = me): Promise<string> {
  const { status, body } = await caller.post<Enveloped<{ id: string }>>(`${path}/alerts`, fields);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body.data.id;
}

const historyOf = async (caller: Caller, path = me) =>
  (await caller.get<Enveloped<Items<Notice>>>(`${path}/alerts/history`)).body.data.items;
const deliveriesOf = async (caller: Caller, { id }: Webhook) =>
  (await caller.get<Enveloped<Items<Delivery>>>(`${me}/webhooks/${id}/deliveries`)).body.data.items;
const told = (type: string, count = 1) =>
  until(`${count} of ${type}`, () => receiver.of(type).length >= count && receiver.of(type), 20_000);

/** Somebody with so much. */
async function rich(dollars: number): Promise<Person> {
  const person = await who.person();
  await books.grant({ kind: 'user', id: person.user.id }, usd(dollars));
  return person;
}
const spend = ({ user }: Person, dollars: number) => books.charge(`u${user.id}`, usd(dollars));

describe('an alert of a balance', () => {
  it('is told by a signed call and by mail as soon as the balance is below, once, and again when it falls again', async () => {
    const person = await rich(10);
    const { secret } = await webhook(person.call);
    await alert(person.call, { kind: 'balance', thresholdUsd: '5.00' });
    await spend(person, 5);
    await spend(person, 1);
    const [first] = await told('alert.balance');
    expect(first?.message).toMatchObject({
      id: expect.stringMatching(/^aln_/),
      type: 'alert.balance',
      data: { thresholdUsd: '5', balanceUsd: '4' },
    });
    if (first) expect(isSignedWith(secret, first)).toBe(true);
    expect(first?.headers['webhook-id']).toBe(first?.message.id);
    expect(Math.abs(Date.now() / 1000 - Number(first?.headers['webhook-timestamp']))).toBeLessThan(60);
    const mails = 'select subject from outgoing_mails where recipient = $1';
    expect(await books.database.query(mails, [person.user.email])).toEqual([
      { subject: 'The balance of your account is below $5' },
    ]);
    await spend(person, 1);
    await books.grant({ kind: 'user', id: person.user.id }, usd(10));
    await until('it to be seen that it is well again', async () => {
      const [row] = await books.database.query<{ is_below: boolean }>(
        `select r.is_below from alert_rules r join wallets w on w.id = r.wallet_id where w.user_id = $1`,
        [person.user.id],
      );
      return row?.is_below === false;
    });
    await spend(person, 9);
    await told('alert.balance', 2);
    expect(await historyOf(person.call)).toMatchObject([
      { kind: 'balance', facts: { balanceUsd: '4' } },
      { kind: 'balance', facts: { balanceUsd: '4' } },
    ]);
  });

  it('is told also when the balance was well again before anybody looked, and not twice by many who look at once', async () => {
    const person = await rich(10);
    await alert(person.call, { kind: 'balance', thresholdUsd: '5', webhook: false });
    const [row] = await books.database.query<{ id: string; number: string }>(
      'select id, last_number as number from wallets where user_id = $1',
      [person.user.id],
    );
    const dip = { number: Number(row?.number) + 1, lowestNano: usd(2) };
    const walletId = Number(row?.id);
    await Promise.all(Array.from({ length: 5 }, () => app.get(BalanceAlerts).consider(walletId, dip)));
    expect(await historyOf(person.call)).toMatchObject([{ facts: { balanceUsd: '2' } }]);
  });

  it('that is crossed when it is set is told the next time', async () => {
    const person = await rich(3);
    await alert(person.call, { kind: 'balance', thresholdUsd: '5' });
    await spend(person, 1);
    expect(await app.get(BalanceAlerts).unseen()).not.toContain(person.user.id);
    expect(await historyOf(person.call)).toEqual([]);
  });

  it('of which a crash swallowed the news is found by the sweep', async () => {
    const person = await rich(10);
    await alert(person.call, { kind: 'balance', thresholdUsd: '5', webhook: false });
    await books.database.query(`update wallets set watched_nano = '{}' where user_id = $1`, [person.user.id]);
    await spend(person, 8);
    expect(await app.get(BalanceAlerts).unseen()).toHaveLength(1);
  });
});

describe('alerts of quotas and budgets', () => {
  /** So much of the organization's money is spent with a key of a member. */
  async function spent(
    { id, owner }: Organization,
    keyId: number,
    dollars: number,
    at = Date.now() - 1_000,
  ): Promise<void> {
    const [tenant] = await books.database.query<{ id: string }>(
      'select id from tenants where public_id = $1',
      [id],
    );
    const account = tagOf({ kind: 'organization', id: Number(tenant?.id) });
    const chargedNano = String(usd(dollars));
    const facts = {
      account,
      userId: owner.user.id,
      keyId,
      chargedNano,
      costNano: chargedNano,
      settledAt: at,
    };
    await recorded(app, [usageEvent(facts)]);
    await app.get(SpendAlerts).consider(account);
  }

  it('are told at each threshold once in a period, and again in the next one', async () => {
    const organization = await who.organization();
    const { call: owner } = organization.owner;
    await who.key(organization.owner, organization);
    const { id: userId } = organization.owner.user;
    await books.database.query(
      `update api_keys set quota_nano_usd = $2, quota_period = 'monthly' where user_id = $1`,
      [userId, String(usd(10))],
    );
    const [key] = await books.database.query<{ id: string }>('select id from api_keys where user_id = $1', [
      userId,
    ]);
    const keyId = Number(key?.id);
    await owner.put(`${organization.path}/budgets`, { period: 'monthly', limitUsd: '20.00' });
    await webhook(owner, organization.path);
    for (const fields of [
      { kind: 'key_quota', percent: 50 },
      { kind: 'key_quota', percent: 100 },
      { kind: 'budget', percent: 50 },
    ]) {
      await alert(owner, fields, organization.path);
    }
    await spent(organization, keyId, 5);
    await spent(organization, keyId, 1);
    expect(await historyOf(owner, organization.path)).toMatchObject([
      { kind: 'key_quota', facts: { percent: 50, spentUsd: '5', limitUsd: '10', period: 'monthly' } },
    ]);
    await spent(organization, keyId, 4);
    const notices = await historyOf(owner, organization.path);
    expect(notices.map(({ kind, facts }) => `${kind} ${String(facts.percent)}`).toSorted()).toEqual([
      'budget 50',
      'key_quota 100',
      'key_quota 50',
    ]);
    await told('alert.budget');
    const mails = await books.database.query<{ subject: string }>(
      `select subject from outgoing_mails where recipient = $1 and subject like '%is used' order by id`,
      [organization.owner.user.email],
    );
    expect(mails.map(({ subject }) => subject).toSorted()).toEqual([
      '100% of the quota of an API key is used',
      '50% of a budget of Acme is used',
      '50% of the quota of an API key is used',
    ]);
    const nextMonth = new Date(Date.UTC(new Date().getUTCFullYear(), new Date().getUTCMonth() + 1, 2));
    jest.spyOn(app.get(Clock), 'now').mockReturnValue(nextMonth);
    await spent(organization, keyId, 6, nextMonth.getTime() - 1_000);
    // The session would be over by then.
    jest.restoreAllMocks();
    const kinds = (await historyOf(owner, organization.path)).map(({ kind }) => kind);
    expect(kinds.toSorted()).toEqual(['budget', 'key_quota', 'key_quota', 'key_quota']);
  });
});

describe('alerts of what is spent', () => {
  /** An organization that wants to be told at half the budget of a member. */
  async function watched() {
    const organization = await who.organization();
    const member = await who.joined(organization, 'member');
    const { call: owner } = organization.owner;
    const budget = { userId: member.user.publicId, period: 'monthly', limitUsd: '10.00' };
    expect((await owner.put(`${organization.path}/budgets`, budget)).status).toBe(200);
    const fields = { kind: 'budget', percent: 50 };
    await alert(owner, fields, organization.path);
    const [tenant] = await books.database.query<{ id: string }>(
      'select id from tenants where public_id = $1',
      [organization.id],
    );
    const account = tagOf({ kind: 'organization', id: Number(tenant?.id) });
    const call = (person: Person, dollars: number) =>
      usageEvent({ account, userId: person.user.id, chargedNano: String(usd(dollars)) });
    return { organization, member, call, history: () => historyOf(owner, organization.path) };
  }

  it('come by themselves with the call that crosses it, of the member whose budget it is', async () => {
    const { organization, member, call: spending, history } = await watched();
    await webhook(organization.owner.call, organization.path);
    await sent(app, [spending(organization.owner, 9), spending(member, 4)], `alerts-${organization.id}`);
    await sent(app, [spending(member, 1)], `alerts-more-${organization.id}`);
    const [notice] = await told('alert.budget');
    expect(notice?.message.data).toMatchObject({
      userId: member.user.publicId,
      percent: 50,
      spentUsd: '5',
      limitUsd: '10',
    });
    expect(await history()).toHaveLength(1);
  });

  it('are found by the sweep where nobody was told of the call', async () => {
    const { member, call: spending, history } = await watched();
    await recorded(app, [spending(member, 6)]);
    expect(await history()).toEqual([]);
    expect(await app.get(SpendWatch).sweep()).toBeGreaterThan(0);
    await until('the notice', async () => (await history()).length === 1);
    await app.get(SpendWatch).sweep();
    expect(await history()).toMatchObject([{ facts: { spentUsd: '6' } }]);
  });
});

describe('/api/v1/users/{id}/alerts', () => {
  it('are set, changed and taken away; 409 for two at one threshold, 4xx for what makes no sense', async () => {
    const { call: person } = await who.person();
    const id = await alert(person, { kind: 'budget', percent: 80, email: false });
    expect((await person.post(`${me}/alerts`, { kind: 'budget', percent: 80 })).status).toBe(409);
    for (const fields of [
      { kind: 'budget', percent: 101 },
      { kind: 'balance', thresholdUsd: '-1' },
      { kind: 'balance', percent: 5 },
      { kind: 'weather' },
    ]) {
      const { status } = await person.post(`${me}/alerts`, fields);
      expect([400, 422]).toContain(status);
    }
    expect(await person.patch(`${me}/alerts/${id}`, { isActive: false })).toMatchObject({
      status: 200,
      body: { data: { id, isActive: false, email: false, webhook: true, percent: 80 } },
    });
    expect((await person.get<Enveloped<Items<object>>>(`${me}/alerts`)).body.data.items).toHaveLength(1);
    expect((await person.delete(`${me}/alerts/${id}`)).status).toBe(204);
    expect((await person.delete(`${me}/alerts/${id}`)).status).toBe(404);
    const entries = await app
      .get(Database)
      .query('select action, changes from audit_entries where target_id = $1 order by id', [id]);
    expect(entries).toMatchObject([
      { action: 'alert.created', changes: { kind: 'budget', percent: 80, active: true } },
      { action: 'alert.changed', changes: { active: false } },
      { action: 'alert.deleted' },
    ]);
  });

  it('404 for those of others', async () => {
    const [mine, other] = [await who.person(), await who.person()];
    const id = await alert(mine.call, { kind: 'budget', percent: 80 });
    const hook = await webhook(mine.call);
    expect(await other.call.delete(`${me}/alerts/${id}`)).toMatchObject(refusal(404));
    expect(await other.call.post(`${me}/webhooks/${hook.id}/rotate-secret`)).toMatchObject(refusal(404));
    const path = `/api/v1/users/${mine.user.publicId}`;
    for (const what of ['alerts', 'alerts/history', 'webhooks', `webhooks/${hook.id}/deliveries`]) {
      expect(await other.call.get(`${path}/${what}`)).toMatchObject(refusal(404));
    }
  });
});

describe('a webhook', () => {
  it('shows its secret once, keeps it encrypted, and signs with both while it is rotated', async () => {
    const { call: person } = await who.person();
    const { id, secret } = await webhook(person);
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(JSON.stringify((await person.get(`${me}/webhooks`)).body)).not.toContain('whsec_');
    const rows = await books.database.query<object>('select * from webhook_endpoints');
    expect(JSON.stringify(rows)).not.toContain(secret.slice(6));
    const { body } = await person.post<Enveloped<Webhook>>(`${me}/webhooks/${id}/rotate-secret`);
    expect(body.data.secret).not.toBe(secret);
    expect((await person.post(`${me}/webhooks/${id}/test`)).status).toBe(204);
    const [sent] = await told('alert.test');
    if (!sent) throw new Error('Nothing came');
    expect(isSignedWith(secret, sent)).toBe(true);
    expect(isSignedWith(body.data.secret, sent)).toBe(true);
    expect(isSignedWith('whsec_b3RoZXI=', sent)).toBe(false);
    await until(
      'it to be noted',
      async () => (await deliveriesOf(person, { id, secret }))[0]?.status === 'delivered',
    );
  });

  it('is called again after a failure, with the same message, and its history says what happened', async () => {
    const { call: person } = await who.person();
    const hook = await webhook(person);
    receiver.answers = [500];
    await person.post(`${me}/webhooks/${hook.id}/test`);
    await told('alert.test');
    const tried = await until('the try to be noted', async () => {
      const [delivery] = await deliveriesOf(person, hook);
      return delivery?.attempts === 1 && delivery;
    });
    expect(tried).toMatchObject({ status: 'pending', lastStatus: 500 });
    const [row] = await books.database.query<{ id: string }>('select max(id) as id from webhook_deliveries');
    await app.get(WebhookCalls).call(Number(row?.id), false);
    await app.get(WebhookCalls).call(Number(row?.id), false);
    const calls = receiver.of('alert.test');
    expect(calls).toHaveLength(2);
    expect(calls[1]?.text).toBe(calls[0]?.text);
    expect(await deliveriesOf(person, hook)).toMatchObject([
      { status: 'delivered', attempts: 2, lastStatus: 204, lastError: null },
    ]);
  });

  it('gives up after the last try, and follows no redirect', async () => {
    const { call: person } = await who.person();
    const hook = await webhook(person);
    receiver.answers = [302];
    await person.post(`${me}/webhooks/${hook.id}/test`);
    await until('the try', async () => (await deliveriesOf(person, hook))[0]?.attempts === 1);
    receiver.answers = [410];
    const [row] = await books.database.query<{ id: string }>('select max(id) as id from webhook_deliveries');
    await expect(app.get(WebhookCalls).call(Number(row?.id), true)).rejects.toThrow();
    expect(await deliveriesOf(person, hook)).toMatchObject([
      { status: 'failed', attempts: 2, lastStatus: 410 },
    ]);
    expect(receiver.of('alert.test')).toHaveLength(2);
  });

  it('that was never started is started by the sweep', async () => {
    const { call: person } = await who.person();
    const hook = await webhook(person);
    receiver.answers = [500];
    await person.post(`${me}/webhooks/${hook.id}/test`);
    await until('the try', async () => (await deliveriesOf(person, hook))[0]?.attempts === 1);
    jest.spyOn(app.get(Clock), 'now').mockReturnValue(new Date(Date.now() + 61_000));
    expect(await app.get(WebhookOutbox).startWaiting()).toBeGreaterThan(0);
  });

  it('that is switched off is not called', async () => {
    const { call: person } = await who.person();
    const hook = await webhook(person);
    await person.patch(`${me}/webhooks/${hook.id}`, { isActive: false });
    await person.post(`${me}/webhooks/${hook.id}/test`);
    expect(await deliveriesOf(person, hook)).toEqual([]);
  });

  it('409 for the eleventh', async () => {
    const { call: person } = await who.person();
    for (let count = 0; count < 10; count += 1) await webhook(person);
    expect((await person.post(`${me}/webhooks`, { url: receiver.url })).status).toBe(409);
  });
});

describe('an installation in the open', () => {
  it('4xx for addresses that are none of the business of its accounts, and they are not called either', async () => {
    const open = await Installation.create({ env: { ONEGATE_ALLOW_PRIVATE_UPSTREAMS: 'false' } });
    installation.onClose(() => open.close());
    const started = await open.api();
    const { call: person } = await people(started.app, started.call).person();
    for (const url of [
      receiver.url,
      'https://127.0.0.1/hook',
      'https://[::1]/hook',
      'https://169.254.169.254/latest/meta-data',
      'https://2130706433/',
      'http://example.com/hook',
      'https://user:secret@example.com/hook',
      'file:///etc/passwd',
    ]) {
      const { status } = await person.post(`${me}/webhooks`, { url });
      expect([400, 422]).toContain(status);
    }
    // One that was saved when it was allowed, or whose name leads elsewhere now.
    const { body } = await person.post<Enveloped<Webhook>>(`${me}/webhooks`, { url: 'https://example.com/' });
    const database = started.app.get(Database);
    await database.query('update webhook_endpoints set url = $1', [receiver.url.replace('http:', 'https:')]);
    await person.post(`${me}/webhooks/${body.data.id}/test`);
    const [row] = await database.query<{ id: string }>('select id from webhook_deliveries');
    await expect(started.app.get(WebhookCalls).call(Number(row?.id), true)).rejects.toThrow();
    expect(receiver.calls).toEqual([]);
    expect(await database.query('select status, last_error from webhook_deliveries')).toMatchObject([
      { status: 'failed', last_error: expect.stringContaining('not an address') },
    ]);
  });
});
