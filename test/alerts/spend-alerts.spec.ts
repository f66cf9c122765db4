import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { tagOf } from '@onegate/billing';
import { Clock, Database, usd } from '@onegate/platform';
import { SpendAlerts, SpendWatch } from '@onegate/usage';
import { people, type Organization, type Person } from '../account/people.ts';
import { Installation } from '../setup/installation.ts';
import { until } from '../setup/until.ts';
import { recorded, sent, usageEvent } from '../usage/usage-bench.ts';
import { alerting, type Alerting } from './alerting.ts';
import { WebhookReceiver } from './webhook-receiver.ts';

let installation: Installation;
let app: NestFastifyApplication;
let database: Database;
let who: ReturnType<typeof people>;
let receiver: WebhookReceiver;
let want: Alerting;

beforeAll(async () => {
  installation = await Installation.create();
  const started = await installation.api();
  app = started.app;
  await installation.worker();
  database = app.get(Database);
  who = people(app, started.call);
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
});

describe('alerts of quotas and budgets', () => {
  /** So much of the organization's money is spent with a key of a member. */
  async function spent(
    { id, owner }: Organization,
    keyId: number,
    dollars: number,
    at = Date.now() - 1_000,
  ): Promise<void> {
    const [tenant] = await database.query<{ id: string }>('select id from tenants where public_id = $1', [
      id,
    ]);
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
    await database.query(
      `update api_keys set quota_nano_usd = $2, quota_period = 'monthly' where user_id = $1`,
      [userId, String(usd(10))],
    );
    const [key] = await database.query<{ id: string }>('select id from api_keys where user_id = $1', [
      userId,
    ]);
    const keyId = Number(key?.id);
    await owner.put(`${organization.path}/budgets`, { period: 'monthly', limitUsd: '20.00' });
    await want.webhook(owner, organization.path);
    for (const fields of [
      { kind: 'key_quota', percent: 50 },
      { kind: 'key_quota', percent: 100 },
      { kind: 'budget', percent: 50 },
    ]) {
      await want.alert(owner, fields, organization.path);
    }
    await spent(organization, keyId, 5);
    await spent(organization, keyId, 1);
    expect(await want.historyOf(owner, organization.path)).toMatchObject([
      { kind: 'key_quota', facts: { percent: 50, spentUsd: '5', limitUsd: '10', period: 'monthly' } },
    ]);
    await spent(organization, keyId, 4);
    const notices = await want.historyOf(owner, organization.path);
    expect(notices.map(({ kind, facts }) => `${kind} ${String(facts.percent)}`).toSorted()).toEqual([
      'budget 50',
      'key_quota 100',
      'key_quota 50',
    ]);
    await want.told('alert.budget');
    const mails = await database.query<{ subject: string }>(
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
    const kinds = (await want.historyOf(owner, organization.path)).map(({ kind }) => kind);
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
    await want.alert(owner, fields, organization.path);
    const [tenant] = await database.query<{ id: string }>('select id from tenants where public_id = $1', [
      organization.id,
    ]);
    const account = tagOf({ kind: 'organization', id: Number(tenant?.id) });
    const call = (person: Person, dollars: number) =>
      usageEvent({ account, userId: person.user.id, chargedNano: String(usd(dollars)) });
    return { organization, member, call, history: () => want.historyOf(owner, organization.path) };
  }

  it('come by themselves with the call that crosses it, of the member whose budget it is', async () => {
    const { organization, member, call: spending, history } = await watched();
    await want.webhook(organization.owner.call, organization.path);
    await sent(app, [spending(organization.owner, 9), spending(member, 4)], `alerts-${organization.id}`);
    await sent(app, [spending(member, 1)], `alerts-more-${organization.id}`);
    const [notice] = await want.told('alert.budget');
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
