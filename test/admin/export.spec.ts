import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '@onegate/platform';
import type { Caller } from '../setup/caller.ts';
import { Installation } from '../setup/installation.ts';
import {
  administration,
  type Administration,
  type Administrator,
  type TenantBody,
} from './administration.ts';

let installation: Installation;
let call: Caller;
let database: Database;
let world: Administration;
let acme: TenantBody;
let owner: Administrator;

beforeAll(async () => {
  installation = await Installation.create();
  const api = await installation.api();
  call = api.call;
  database = api.app.get(Database);
  world = await administration(api.app, call);
  acme = await world.tenant('Acme, "Sons" & Co');
  owner = await world.person(acme, 'owner');
});
afterAll(() => installation.close());

/** So many people, by the short way. */
async function crowd(tenantId: number, count: number, name: string): Promise<void> {
  await database.query(
    `with made as (
       insert into users (public_id, email, name, tenant_id, created_at, updated_at)
       select 'usr_' || $3 || n, $3 || n || '@crowd.example', $3, $1, now(), now()
       from generate_series(1, $2::integer) n returning id)
     insert into memberships (public_id, tenant_id, user_id, role, created_at)
     select 'mem_' || $3 || id, $1, id, 'member', now() from made`,
    [tenantId, count, name],
  );
}

describe('GET /api/users/export', () => {
  it('200 with a CSV to save, formulas neutralised, of those within reach only', async () => {
    await world.boss.put(`/api/users/${owner.id}`, { name: '=HYPERLINK("https://evil.example")' });
    const answer = await owner.call.get<string>('/api/users/export');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('text/csv');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="users.csv"');
    const [heading, ...lines] = answer.body.trim().split('\r\n');
    expect(heading).toContain('id,name,email,status,tenant_id,tenant,roles');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(`${owner.id},"'=HYPERLINK(""https://evil.example"")",${owner.email},active`);
    expect(lines[0]).toContain('"Acme, ""Sons"" & Co",owner');
  });

  it('200 with a workbook', async () => {
    const response = await fetch(`${call.url}/api/users/export?format=xlsx`, {
      headers: { authorization: `Bearer ${await world.token(owner.email)}` },
    });
    expect(response.headers.get('content-type')).toContain('spreadsheetml.sheet');
    expect(response.headers.get('content-disposition')).toContain('users.xlsx');
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(bytes.subarray(0, 2).toString()).toBe('PK');
    expect(bytes.includes('xl/worksheets/sheet1.xml')).toBe(true);
  });

  it('200 as JSON Lines', async () => {
    const { body, headers } = await owner.call.get<string>('/api/users/export?format=jsonl');
    expect(headers.get('content-disposition')).toContain('users.jsonl');
    expect(JSON.parse(body)).toMatchObject({ id: owner.id, email: owner.email, calls: 0, cost_usd: '0' });
  });

  it('200 with everybody who matches, over as many batches as it takes, nobody twice', async () => {
    const tenant = await world.tenant('Crowd');
    await crowd(tenant.id, 3_500, 'crowd');
    await crowd(tenant.id, 10, 'others');
    const { body } = await world.boss.get<string>(`/api/users/export?tenant_id=${tenant.id}&search=crowd1`);
    const emails = body
      .trim()
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(',')[2]);
    expect(emails).toHaveLength(1 + 10 + 100 + 1_000);
    expect(new Set(emails).size).toBe(emails.length);
  });

  it('404 for another tenant, 403 for a member, 422 for another format', async () => {
    const stranger = await world.person(await world.tenant(), 'owner');
    const member = await world.person(acme, 'member');
    const asked = `/api/users/export?tenant_id=${acme.id}`;
    expect(await stranger.call.get(asked)).toMatchObject({ status: 404 });
    expect(await member.call.get(asked)).toMatchObject({ status: 403 });
    expect(await owner.call.get('/api/users/export?format=pdf')).toMatchObject({ status: 422 });
    const reversed = 'start_date=2026-01-31&end_date=2026-01-01';
    expect(await owner.call.get(`/api/users/export?${reversed}`)).toMatchObject({ status: 422 });
  });
});
