import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { BalanceAlerts, WebhookCalls, WebhookOutbox } from '@onegate/billing';
import { Clock, Database, usd } from '@onegate/platform';
import { people, refusal, type Enveloped, type Items, type Person } from '../account/people.ts';
import { billing, type Billing } from '../billing/wallets.ts';
import type { Caller } from '../setup/caller.ts';
import { Installation } from '../setup/installation.ts';
import { until } from '../setup/until.ts';
import { alerting, me, type Alerting, type Webhook } from './alerting.ts';
import { isSignedWith, WebhookReceiver } from './webhook-receiver.ts';

let installation: Installation;
let app: NestFastifyApplication;
let call: Caller;
let books: Billing;
let who: ReturnType<typeof people>;
let receiver: WebhookReceiver;
let want: Alerting;

beforeAll(async () => {
  installation = await Installation.create();
  ({ app, call } = await installation.api());
  await installation.worker();
  books = billing(app);
  who = people(app, call);
  receiver = await WebhookReceiver.start();
  want = alerting(receiver);
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

interface Delivery {
  readonly status: string;
  readonly attempts: number;
  readonly lastStatus: number | null;
  readonly lastError: string | null;
}

const deliveriesOf = async (caller: Caller, { id }: Webhook) =>
  (await caller.get<Enveloped<Items<Delivery>>>(`${me}/webhooks/${id}/deliveries`)).body.data.items;
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
    const { secret } = await want.webhook(person.call);
    await want.alert(person.call, { kind: 'balance', thresholdUsd: '5.00' });
    await spend(person, 5);
    await spend(person, 1);
    const [first] = await want.told('alert.balance');
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
    await want.told('alert.balance', 2);
    expect(await want.historyOf(person.call)).toMatchObject([
      { kind: 'balance', facts: { balanceUsd: '4' } },
      { kind: 'balance', facts: { balanceUsd: '4' } },
    ]);
  });

  it('is told also when the balance was well again before anybody looked, and not twice by many who look at once', async () => {
    const person = await rich(10);
    await want.alert(person.call, { kind: 'balance', thresholdUsd: '5', webhook: false });
    const [row] = await books.database.query<{ id: string; number: string }>(
      'select id, last_number as number from wallets where user_id = $1',
      [person.user.id],
    );
    const dip = { number: Number(row?.number) + 1, lowestNano: usd(2) };
    const walletId = Number(row?.id);
    await Promise.all(Array.from({ length: 5 }, () => app.get(BalanceAlerts).consider(walletId, dip)));
    expect(await want.historyOf(person.call)).toMatchObject([{ facts: { balanceUsd: '2' } }]);
  });

  it('that is crossed when it is set is told the next time', async () => {
    const person = await rich(3);
    await want.alert(person.call, { kind: 'balance', thresholdUsd: '5' });
    await spend(person, 1);
    expect(await app.get(BalanceAlerts).unseen()).not.toContain(person.user.id);
    expect(await want.historyOf(person.call)).toEqual([]);
  });

  it('of which a crash swallowed the news is found by the sweep', async () => {
    const person = await rich(10);
    await want.alert(person.call, { kind: 'balance', thresholdUsd: '5', webhook: false });
    await books.database.query(`update wallets set watched_nano = '{}' where user_id = $1`, [person.user.id]);
    await spend(person, 8);
    expect(await app.get(BalanceAlerts).unseen()).toHaveLength(1);
  });
});

describe('/api/v1/users/{id}/alerts', () => {
  it('are set, changed and taken away; 409 for two at one threshold, 4xx for what makes no sense', async () => {
    const { call: person } = await who.person();
    const id = await want.alert(person, { kind: 'budget', percent: 80, email: false });
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
    const id = await want.alert(mine.call, { kind: 'budget', percent: 80 });
    const hook = await want.webhook(mine.call);
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
    const { id, secret } = await want.webhook(person);
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(JSON.stringify((await person.get(`${me}/webhooks`)).body)).not.toContain('whsec_');
    const rows = await books.database.query<object>('select * from webhook_endpoints');
    expect(JSON.stringify(rows)).not.toContain(secret.slice(6));
    const { body } = await person.post<Enveloped<Webhook>>(`${me}/webhooks/${id}/rotate-secret`);
    expect(body.data.secret).not.toBe(secret);
    expect((await person.post(`${me}/webhooks/${id}/test`)).status).toBe(204);
    const [sent] = await want.told('alert.test');
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
    const hook = await want.webhook(person);
    receiver.answers = [500];
    await person.post(`${me}/webhooks/${hook.id}/test`);
    await want.told('alert.test');
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
    const hook = await want.webhook(person);
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
    const hook = await want.webhook(person);
    receiver.answers = [500];
    await person.post(`${me}/webhooks/${hook.id}/test`);
    await until('the try', async () => (await deliveriesOf(person, hook))[0]?.attempts === 1);
    jest.spyOn(app.get(Clock), 'now').mockReturnValue(new Date(Date.now() + 61_000));
    expect(await app.get(WebhookOutbox).startWaiting()).toBeGreaterThan(0);
  });

  it('that is switched off is not called', async () => {
    const { call: person } = await who.person();
    const hook = await want.webhook(person);
    await person.patch(`${me}/webhooks/${hook.id}`, { isActive: false });
    await person.post(`${me}/webhooks/${hook.id}/test`);
    expect(await deliveriesOf(person, hook)).toEqual([]);
  });

  it('409 for the eleventh', async () => {
    const { call: person } = await who.person();
    for (let count = 0; count < 10; count += 1) await want.webhook(person);
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
