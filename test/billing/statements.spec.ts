import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { tagOf } from '@onegate/billing';
import { usd } from '@onegate/platform';
import { UsersService } from '@onegate/tenants';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  people,
  refusal,
  type Enveloped,
  type Items,
  type Organization,
  type Person,
} from '../account/people.ts';
import { administration, type Administration, type Page } from '../admin/administration.ts';
import type { Caller } from '../setup/caller.ts';
import { Installation } from '../setup/installation.ts';
import { testEnvironment } from '../setup/test-environment.ts';
import { recorded, usageEvents } from '../usage/usage-bench.ts';
import { billing, newReference, type Billing } from './wallets.ts';

interface Movement {
  readonly number: number;
  readonly kind: string;
  readonly amountUsd: string;
  readonly balanceUsd: string;
  readonly usage?: { readonly batch: string; readonly day: string; readonly calls: number };
}

/** A call in the file of those of an account. */
interface CallRow {
  readonly usage_batch: string;
  readonly started_at: string;
  readonly cost_usd: string;
}

interface WalletBody {
  readonly id: number;
  readonly public_id: string;
  readonly owner: { readonly kind: string; readonly id: number };
  readonly balance_usd: string;
}

let installation: Installation;
let app: NestFastifyApplication;
let call: Caller;
let books: Billing;
let who: ReturnType<typeof people>;
let admin: Administration;

beforeAll(async () => {
  installation = await Installation.create();
  ({ app, call } = await installation.api());
  books = billing(app);
  who = people(app, call);
  admin = await administration(app, call);
});
afterAll(() => installation.close());

const accountOf = ({ user }: Person) => ({ kind: 'user' as const, id: user.id });

async function tenantOf({ id }: Organization) {
  const [row] = await books.database.query<{ id: string }>('select id from tenants where public_id = $1', [
    id,
  ]);
  return { kind: 'organization' as const, id: Number(row?.id) };
}

/** A person with $5, of which so many calls have used a little. */
async function spender(batches: number): Promise<Person & { path: string }> {
  const person = await who.person();
  await books.grant(accountOf(person), usd(5), { about: 'First purchase' });
  for (let count = 0; count < batches; count += 1) {
    await books.charge(tagOf(accountOf(person)), usd('0.000000001'), new Date('2026-05-01T12:00:00Z'));
  }
  return { ...person, path: `/api/v1/users/${person.user.publicId}` };
}

describe('GET /api/v1/users/{id}/balance', () => {
  it('200 with millionths of a dollar, by id or as me, with a session or a key', async () => {
    const person = await spender(1);
    const data = { balance: 5_000_000, userId: person.user.publicId };
    const caller = call.signedIn(await who.key(person));
    for (const path of [person.path, '/api/v1/users/me']) {
      expect(await person.call.get(`${path}/balance`)).toMatchObject({
        status: 200,
        body: { success: true, data },
      });
      expect((await caller.get(`${path}/balance`)).body).toEqual({ success: true, data });
    }
  });

  it('200 with nothing where there never was anything, and no wallet is made of it', async () => {
    const person = await who.person();
    expect((await person.call.get('/api/v1/users/me/balance')).body).toMatchObject({ data: { balance: 0 } });
    expect(await books.figures({ tag: tagOf(accountOf(person)) })).toBeUndefined();
  });

  it('404 for anybody else, 401 for nobody', async () => {
    const [person, stranger] = [await spender(0), await who.person()];
    for (const what of ['balance', 'statement', 'statement/export']) {
      expect(await stranger.call.get(`${person.path}/${what}`)).toMatchObject(refusal(404));
      expect(await call.get(`${person.path}/${what}`)).toMatchObject({ status: 401 });
    }
    expect((await admin.boss.get(`${person.path}/balance`)).body).toMatchObject({
      data: { balance: 5_000_000 },
    });
  });
});

describe('GET /api/v1/users/{id}/statement', () => {
  it('200 with every movement once, the newest first, page by page', async () => {
    const { call: me, path } = await spender(6);
    const seen: Movement[] = [];
    let next: string | undefined = '';
    while (next !== undefined) {
      const { body }: { body: Enveloped<Items<Movement>> } = await me.get(
        `${path}/statement?limit=3&cursor=${next}`,
      );
      seen.push(...body.data.items);
      next = body.data.nextToken;
    }
    expect(seen.map(({ number }) => number)).toEqual([7, 6, 5, 4, 3, 2, 1]);
    expect(seen[0]).toMatchObject({
      kind: 'usage',
      amountUsd: '-0.000000001',
      balanceUsd: '4.999999994',
      usage: { day: '2026-05-01', calls: 1, batch: expect.any(String) },
    });
    expect(seen.at(-1)).toMatchObject({ kind: 'purchase', amountUsd: '5', about: 'First purchase' });
  });

  it('200 with those of a kind and of days, both included', async () => {
    const { call: me, path } = await spender(2);
    const today = new Date().toISOString().slice(0, 10);
    const count = async (query: string) =>
      (await me.get<Enveloped<Items<Movement>>>(`${path}/statement?${query}`)).body.data.items.length;
    expect(await count('kind=usage')).toBe(2);
    expect(await count(`from=${today}&to=${today}`)).toBe(3);
    expect(await count('to=2020-01-01')).toBe(0);
    expect(await count('from=2999-01-01')).toBe(0);
  });

  it('400 for a day, kind or cursor that is none', async () => {
    const { call: me, path } = await spender(0);
    for (const query of ['from=yesterday', 'kind=gift', 'cursor=abc', 'limit=0']) {
      expect((await me.get(`${path}/statement?${query}`)).status).toBeGreaterThanOrEqual(400);
      expect((await me.get(`${path}/statement?${query}`)).status).toBeLessThan(500);
    }
  });

  it('403 with the key of an organization, which may see the balance', async () => {
    const organization = await who.organization();
    const caller = call.signedIn(await who.key(organization.owner, organization));
    expect(await caller.get('/api/v1/users/me/statement')).toMatchObject({ status: 403 });
    expect(await caller.get('/api/v1/users/me/balance')).toMatchObject({ status: 200 });
  });
});

describe('a statement', () => {
  it('reconciles to single calls: those of its batch and day add up to each movement', async () => {
    const person = await who.person();
    const account = tagOf(accountOf(person));
    const noon = Date.UTC(2026, 0, 15, 12);
    const midnight = noon + 12 * 3_600_000;
    const common = { account, userId: person.user.id };
    const three = (startedAt: number, chargedNano: string) =>
      usageEvents(3, () => ({ ...common, startedAt, settledAt: startedAt + 500, chargedNano }));
    await recorded(app, [...three(noon, '1499'), ...three(midnight - 1, '7'), ...three(midnight, '5')]);
    await recorded(app, three(noon, '3'));
    const me = '/api/v1/users/me';
    const { body } = await person.call.get<Enveloped<Items<Movement>>>(`${me}/statement?kind=usage`);
    const days = 'startDate=2026-01-15&endDate=2026-01-16';
    const file = await person.call.get<string>(`${me}/usages/export?${days}&format=jsonl`);
    const calls = file.body.trim().split('\n');
    const rows = calls.map((line) => JSON.parse(line) as CallRow);
    const movements = body.data.items;
    expect(movements.map(({ amountUsd }) => amountUsd).toSorted()).toEqual([
      '-0.000000009',
      '-0.000000015',
      '-0.000004518',
    ]);
    for (const { amountUsd, usage = { batch: '', day: '', calls: 0 } } of movements) {
      const mine = rows.filter(
        ({ usage_batch, started_at }) => usage_batch === usage.batch && started_at.startsWith(usage.day),
      );
      expect(mine).toHaveLength(usage.calls);
      expect(mine.reduce((sum, { cost_usd }) => sum + usd(cost_usd), 0n)).toBe(usd(amountUsd.slice(1)));
    }
    const page = await person.call.get<Enveloped<Items<object>>>(`${me}/usages`);
    expect(page.body.data.items[0]).toMatchObject({ metadata: { batch: expect.any(String) } });
  });
});

describe('GET /api/v1/users/{id}/statement/export', () => {
  it('200 with a file, the oldest first, to the nano-dollar', async () => {
    const { call: me, path } = await spender(2);
    const csv = await me.get<string>(`${path}/statement/export`);
    expect(csv.headers.get('content-disposition')).toBe('attachment; filename="statement.csv"');
    const lines = csv.body.trim().split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[1]).toContain(',purchase,5,5,0,First purchase,');
    expect(lines[3]).toContain(',usage,-0.000000001,4.999999998,');
    const jsonl = await me.get<string>(`${path}/statement/export?format=jsonl`);
    const amounts = jsonl.body
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { amount_usd: string }).amount_usd);
    expect(amounts).toEqual(['5', '-0.000000001', '-0.000000001']);
    const xlsx = await me.get<string>(`${path}/statement/export?format=xlsx`);
    expect(xlsx.body.startsWith('PK')).toBe(true);
  });

  it('200 with all of ten thousand movements', async () => {
    const person = await who.person();
    await books.grant(accountOf(person), usd(1));
    await books.database.query(
      `with written as (
         insert into ledger_transactions (public_id, wallet_id, number, kind, reference, change_nano,
           balance_after_nano, posted_at)
         select 'txn_many' || n, w.id, n, 'debit_note', 'many' || n, -1, 1000000000 - n, now()
         from wallets w, generate_series(2, 10001) n where w.user_id = $1 returning id)
       insert into ledger_entries (transaction_id, line, account, amount_nano)
       select id, 0, 'overdraft', -1 from written union all select id, 1, 'corrections', 1 from written`,
      [person.user.id],
    );
    const { body } = await person.call.get<string>('/api/v1/users/me/statement/export');
    const numbers = body
      .trim()
      .split('\r\n')
      .slice(1)
      .map((line) => Number(line.split(',')[0]));
    expect(numbers).toEqual(Array.from({ length: 10_001 }, (_, index) => index + 1));
  });
});

describe('an organization', () => {
  it('shows its balance to members, its statement to owners, and to strangers nothing', async () => {
    const organization = await who.organization();
    await books.grant(await tenantOf(organization), usd(7));
    const [member, stranger] = [await who.joined(organization, 'member'), await who.person()];
    const data = { organizationId: organization.id, balance: 7_000_000 };
    const { path, owner } = organization;
    expect((await member.call.get(`${path}/balance`)).body).toEqual({ success: true, data });
    for (const what of ['statement', 'statement/export']) {
      expect(await owner.call.get(`${path}/${what}`)).toMatchObject({ status: 200 });
      expect(await member.call.get(`${path}/${what}`)).toMatchObject(refusal(403));
      expect(await stranger.call.get(`${path}/${what}`)).toMatchObject(refusal(404));
    }
    expect(await stranger.call.get(`${path}/balance`)).toMatchObject(refusal(404));
  });
});

describe('wallets on the admin surface', () => {
  it('200 with all for a super-admin, those of his tenants for an owner, 403 for members', async () => {
    const tenant = await admin.tenant('Walleted');
    const [owner, member] = [await admin.person(tenant, 'owner'), await admin.person(tenant, 'member')];
    const opened = await admin.boss.post<WalletBody>('/api/wallets', { tenant_id: tenant.id });
    expect(opened).toMatchObject({ status: 201, body: { owner: { kind: 'organization', id: tenant.id } } });
    expect((await admin.boss.post<WalletBody>('/api/wallets', { tenant_id: tenant.id })).body.id).toBe(
      opened.body.id,
    );
    const stranger = await spender(0);
    const personal = await admin.boss.post<WalletBody>('/api/wallets', { user_id: stranger.user.id });
    const listed = async (caller: Caller, query = '') =>
      (await caller.get<Page<WalletBody>>(`/api/wallets${query}`)).body.data.map(({ id }) => id);
    expect(await listed(owner.call)).toEqual([opened.body.id]);
    expect(await listed(admin.boss)).toEqual(expect.arrayContaining([opened.body.id, personal.body.id]));
    expect(await listed(admin.boss, '?search=Walleted')).toEqual([opened.body.id]);
    expect(await member.call.get('/api/wallets')).toMatchObject({ status: 403 });
    expect(await owner.call.get(`/api/wallets/${personal.body.id}`)).toMatchObject({ status: 404 });
    expect(await owner.call.get(`/api/wallets/${personal.body.id}/statement`)).toMatchObject({ status: 404 });
    expect(await owner.call.get(`/api/wallets/${opened.body.id}/statement`)).toMatchObject({ status: 200 });
    expect(await admin.boss.post('/api/wallets', { user_id: 999_999 })).toMatchObject({ status: 404 });
    expect(await owner.call.post('/api/wallets', { tenant_id: tenant.id })).toMatchObject({ status: 403 });
  });

  it('201 for credit given and taken by hand: once for each reference, with a reason, in the audit log', async () => {
    const person = await spender(0);
    const { body: wallet } = await admin.boss.post<WalletBody>('/api/wallets', { user_id: person.user.id });
    const path = `/api/wallets/${wallet.id}`;
    const gift = { action: 'grant', amount_usd: '2.50', reason: 'Goodwill', reference: newReference() };
    const both = await Promise.all([gift, gift].map((body) => admin.boss.post(`${path}/credits`, body)));
    expect(both.map(({ status }) => status)).toEqual([201, 201]);
    const repeated = both.map(({ body }) => (body as { repeated: boolean }).repeated);
    expect(repeated.toSorted((a, b) => Number(a) - Number(b))).toEqual([false, true]);
    const taken = { action: 'withdraw', amount_usd: '7', reason: 'A mistake', reference: newReference() };
    expect(await admin.boss.post(`${path}/credits`, taken)).toMatchObject({
      status: 201,
      body: { amount_usd: '-7', balance_usd: '0.5', repeated: false },
    });
    const tooMuch = { ...taken, reference: newReference() };
    expect(await admin.boss.post(`${path}/credits`, tooMuch)).toMatchObject({ status: 409 });
    expect((await admin.boss.get<WalletBody>(path)).body.balance_usd).toBe('0.5');
    const trail = await admin.boss.get<Page<{ action: string; changes: object }>>(
      `/api/audit-log?target_id=${wallet.public_id}`,
    );
    expect(trail.body.data.map(({ action }) => action)).toEqual([
      'wallet.credit_withdrawn',
      'wallet.credit_granted',
    ]);
    expect(trail.body.data[1]?.changes).toMatchObject({ amount_usd: '2.5', reason: 'Goodwill' });
  });

  it('422 for what is no change, 403 for an owner', async () => {
    const tenant = await admin.tenant();
    const owner = await admin.person(tenant, 'owner');
    const { body: wallet } = await admin.boss.post<WalletBody>('/api/wallets', { tenant_id: tenant.id });
    const path = `/api/wallets/${wallet.id}/credits`;
    const good = { action: 'grant', amount_usd: '1', reason: 'x', reference: 'r' };
    for (const wrong of [
      { amount_usd: '0' },
      { amount_usd: '-1' },
      { amount_usd: '0.0000000001' },
      { amount_usd: '99999999' },
      { reason: ' ' },
      { reference: '' },
      { action: 'give' },
      { action: 'withdraw', expires_at: '2999-01-01T00:00:00Z' },
    ]) {
      expect(await admin.boss.post(path, { ...good, ...wrong })).toMatchObject({ status: 422 });
    }
    expect(await owner.call.post(path, good)).toMatchObject({ status: 403 });
    expect(await admin.boss.post('/api/wallets/0/credits', good)).toMatchObject({ status: 404 });
  });
});

describe('the setup of an installation', () => {
  const setup = path.join(import.meta.dirname, '../../dist/apps/api/src/setup.js');
  const run = (mode: string, email: string) =>
    promisify(execFile)(process.execPath, [setup], {
      env: testEnvironment({
        DATABASE_URL: installation.config.database.url,
        ONEGATE_REDIS_PREFIX: installation.config.redis.keyPrefix,
        ONEGATE_MODE: mode,
        ONEGATE_ADMIN_EMAIL: email,
        ONEGATE_ADMIN_PASSWORD: 'correct horse battery',
      }),
    });
  const figuresOf = async (email: string) => {
    const user = await app.get(UsersService).findByEmail(email);
    return books.figures({ tag: tagOf({ kind: 'user', id: user?.id ?? 0 }) });
  };

  it('gives the first account of a trial $100 once, and in production nothing', async () => {
    await run('embedded', 'trial@example.com');
    await run('embedded', 'trial@example.com');
    expect(await figuresOf('trial@example.com')).toMatchObject({ credits: String(usd(100)) });
    await run('production', 'boss@example.com');
    expect(await figuresOf('boss@example.com')).toBeUndefined();
  });
});
