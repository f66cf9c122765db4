import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ledger, type BilledAccount } from '@onegate/billing';
import { Database, newId, usd } from '@onegate/platform';
import { ContentLog } from '@onegate/usage';
import { administration, type Administration, type Administrator } from '../admin/administration.ts';
import type { Caller } from '../setup/caller.ts';
import { simulated, type Simulated } from '../setup/simulated.ts';
import { until } from '../setup/until.ts';

interface Content {
  readonly input: string;
  readonly input_cut: boolean;
  readonly output: string | null;
  readonly output_cut: boolean;
}

let house: Simulated;
let admin: Administration;
let database: Database;
const body = {
  model: 'openai/gpt-4o-mini',
  messages: [{ role: 'user', content: 'A very secret question' }],
  max_tokens: 20,
};

beforeAll(async () => {
  house = await simulated();
  admin = await administration(house.app, house.call);
  database = house.app.get(Database);
  await house.installation.worker();
});
afterAll(() => house.installation.close());

const credit = (account: BilledAccount) =>
  house.app.get(Ledger).grantCredit({ account, amount: usd(5), kind: 'purchase', reference: newId('pay') });

/** Somebody who calls on his own account. */
async function person(): Promise<Administrator> {
  const somebody = await admin.person(null);
  await credit({ kind: 'user', id: somebody.id });
  return somebody;
}

async function made(call: Caller, extra: object = {}): Promise<{ event: string; text: string }> {
  const { status, headers, body: said } = await call.post('/v1/chat/completions', { ...body, ...extra });
  expect(status).toBe(200);
  const event = headers.get('x-onegate-event') ?? '';
  await until(
    'the call to be in the books',
    async () => (await call.get(`/v1/receipts/${event}`)).status === 200,
  );
  return { event, text: typeof said === 'string' ? said : JSON.stringify(said) };
}

const content = (call: Caller, event: string) =>
  call.get<{ data: Content }>(`/api/v1/generation/content?id=${event}`);

const kept = async (event: string) =>
  (
    await database.query<{ sealed_content: string }>(
      'select sealed_content from kept_contents where event_id = $1',
      [event],
    )
  )[0];

const switched = (call: Caller, path: string, enabled: boolean, retentionDays = 7) =>
  call.put(`/api/v1/${path}`, { enabled, retentionDays });

describe('what is said in calls', () => {
  it('is kept nowhere unless its account wants that', async () => {
    const { call } = await person();
    const { event } = await made(call);
    expect((await content(call, event)).status).toBe(404);
    expect(await kept(event)).toBeUndefined();
    const asked = await call.get<{ data: object }>('/api/v1/content-logging');
    expect(asked.body.data).toEqual({ enabled: false, retentionDays: 30 });
  });

  it('is kept sealed from then on, streams included, and shown to the person himself only', async () => {
    const { call, email } = await person();
    expect((await switched(call, 'content-logging', true)).status).toBe(200);
    const whole = await made(call);
    const stream = await made(call, { stream: true });
    for (const { event, text } of [whole, stream]) {
      await until('it to be kept', async () => (await kept(event)) !== undefined);
      const { sealed_content: sealed } = (await kept(event)) ?? { sealed_content: '' };
      expect(sealed).toMatch(/^v1\./);
      expect(sealed).not.toContain('secret question');
      const { status, body: answer } = await content(call, event);
      expect(status).toBe(200);
      expect(answer.data).toMatchObject({ input_cut: false, output_cut: false });
      expect(JSON.parse(answer.data.input)).toMatchObject({ messages: body.messages });
      if (event === stream.event) expect(answer.data.output).toBe(text);
      else expect(JSON.parse(answer.data.output ?? '')).toEqual(JSON.parse(text));
      expect((await content(admin.boss, event)).status).toBe(404);
    }
    const entries = await database.query<{ action: string; changes: object }>(
      'select action, changes from audit_entries where actor_email = $1',
      [email],
    );
    expect(entries.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['content_logging.set', 'content.read']),
    );
    expect(JSON.stringify(entries)).not.toContain('secret question');
    await switched(call, 'content-logging', false);
    const after = await made(call);
    expect(await kept(after.event)).toBeUndefined();
  });

  it('is cut off where it is long', async () => {
    const { call } = await person();
    await switched(call, 'content-logging', true);
    const long = { messages: [{ role: 'user', content: 'x'.repeat(400_000) }] };
    const { event } = await made(call, long);
    await until('it to be kept', async () => (await kept(event)) !== undefined);
    const { body: answer } = await content(call, event);
    expect(answer.data.input_cut).toBe(true);
    expect(answer.data.input).toHaveLength(262_144);
  });

  it('on the account of an organization takes its owner or admin to turn on and to read', async () => {
    const tenant = await admin.tenant();
    await credit({ kind: 'organization', id: tenant.id });
    const [owner, member] = [await admin.person(tenant, 'owner'), await admin.person(tenant, 'member')];
    const path = `organizations/${tenant.public_id}/content-logging`;
    expect((await switched(member.call, path, true)).status).toBe(403);
    expect((await switched((await person()).call, path, true)).status).toBe(404);
    expect((await switched(owner.call, path, true)).status).toBe(200);
    await database.query('update users set active_tenant_id = $1 where id = $2', [tenant.id, member.id]);
    const again = await admin.session(member.email);
    const { event } = await made(again);
    const [row] = await database.query<{ account: string }>(
      'select account from usage_events where id = $1',
      [event],
    );
    expect(row?.account).toBe(`o${tenant.id}`);
    await until('it to be kept', async () => (await kept(event)) !== undefined);
    expect((await content(again, event)).status).toBe(403);
    expect((await content(owner.call, event)).status).toBe(200);
    expect((await content((await person()).call, event)).status).toBe(404);
  });

  it('is gone when its days are over', async () => {
    const { call } = await person();
    await switched(call, 'content-logging', true);
    const { event } = await made(call);
    await until('it to be kept', async () => (await kept(event)) !== undefined);
    await database.query(
      `update kept_contents set kept_until = now() - interval '1 second' where event_id = $1`,
      [event],
    );
    expect((await content(call, event)).status).toBe(404);
    expect(await house.app.get(ContentLog).forgetOld()).toBe(1);
    expect(await kept(event)).toBeUndefined();
    expect((await switched(call, 'content-logging', true, 0)).status).toBeGreaterThanOrEqual(400);
  });
});
