import { Client } from 'pg';

const rounds = 11;
/** A process that has just begun, and connections that have, take twice as long. */
const warmUps = 5;
const day = 86_400_000;

/** Asks every statistics route of a running API in turn, many times over, and says how long each took. */
export async function timeStatistics(): Promise<void> {
  const url = process.env.ONEGATE_URL ?? 'http://127.0.0.1:3000';
  const password = process.env.ONEGATE_ADMIN_PASSWORD ?? '';
  const { organization, member, email, generation } = await makePersonFourAnOwner();
  const admin = await signIn(url, process.env.ONEGATE_ADMIN_EMAIL ?? '', password);
  const owner = await signIn(url, email, password);
  const signedIn = { admin, owner, key: await keyOf(owner, url, organization) };
  const asked = routes(organization, member, generation).map(([who, route]) => ({
    what: `${who} ${route}`,
    ask: () => timed(`${url}${route}`, signedIn[who]),
    times: [] as number[],
  }));
  for (let round = 0; round < warmUps + rounds; round += 1) {
    for (const { ask, times } of asked) {
      const millis = await ask();
      if (round >= warmUps) times.push(millis);
    }
  }
  for (const { what, times } of asked) {
    const middle = times.toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0;
    console.log(`${middle.toFixed(1).padStart(7)} ms  ${what}`);
  }
}

/** Of the largest tenant, of which every fourth person is, with the password of the administrator. */
async function makePersonFourAnOwner(): Promise<
  Record<'email' | 'generation' | 'member' | 'organization', string>
> {
  const client = new Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  await client.query(`insert into memberships (public_id, tenant_id, user_id, role, created_at)
    values ('mem_00000000000000000000000004', 1, 4, 'owner', now()) on conflict do nothing`);
  const { rows } = await client.query<{ email: string }>(`update users set password_hash = (
      select password_hash from users where is_super_admin order by id limit 1
    ) where id = 4 returning email`);
  await client.query(`update tenants set public_id = 'org_00000000000000000000000001' where id = 1`);
  const { rows: calls } = await client.query<{ generation: string }>(
    `select generation_id as generation from usage_events where account = 'o1' and user_id = 4 limit 1`,
  );
  await client.end();
  return {
    generation: calls[0]?.generation ?? '',
    organization: 'org_00000000000000000000000001',
    member: 'mem_00000000000000000000000004',
    email: rows[0]?.email ?? '',
  };
}

async function signIn(url: string, email: string, password: string): Promise<string> {
  const response = await fetch(`${url}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  const { access_token: token } = (await response.json()) as { access_token: string };
  return token;
}

async function keyOf(token: string, url: string, organizationId: string): Promise<string> {
  const response = await fetch(`${url}/api/v1/api-keys`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ name: 'Statistics', organizationId }),
  });
  if (!response.ok) throw new Error(`${response.status} for a key: ${await response.text()}`);
  const { data } = (await response.json()) as { data: { key: string } };
  return data.key;
}

async function timed(address: string, token: string): Promise<number> {
  const started = performance.now();
  const response = await fetch(address, { headers: { authorization: `Bearer ${token}` } });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${response.status} for ${address}: ${text}`);
  return performance.now() - started;
}

function routes(
  organization: string,
  member: string,
  generation: string,
): [who: 'admin' | 'key' | 'owner', route: string][] {
  const ago = (days: number) => new Date(Date.now() - days * day).toISOString().slice(0, 10);
  const span = `start_date=${ago(45)}&end_date=${ago(14)}`;
  const camel = `startDate=${ago(45)}&endDate=${ago(14)}`;
  const zoned = `${span}&time_zone=Asia/Kolkata`;
  return [
    ['owner', `/api/tenants/1/detailed-stats?${span}`],
    ['owner', `/api/tenants/1/detailed-stats?${zoned}`],
    ['admin', `/api/tenants/2/detailed-stats?${zoned}`],
    ['owner', `/api/users/stats/view?${span}`],
    ['admin', `/api/users/stats/view?${span}`],
    ['admin', `/api/tenants/global-stats?${span}`],
    ['owner', `/api/tenants/global-stats`],
    ['owner', `/api/my-stats?${span}`],
    ['owner', `/api/users/service-users?${span}`],
    ['owner', `/api/users/service-users?${zoned}`],
    ['admin', `/api/users/service-users?tenant_id=2&${span}`],
    ['admin', `/api/users/service-users?${span}`],
    ['owner', `/api/users/1/model-breakdown/person-1?${span}`],
    ['owner', `/api/users/1/model-breakdown/person-1?${zoned}`],
    ['key', `/v1/usage`],
    ['key', `/api/usage/token/`],
    ['key', `/v1/dashboard/billing/subscription`],
    ['key', `/v1/dashboard/billing/usage?start_date=${ago(45)}&end_date=${ago(14)}`],
    ['owner', `/api/v1/generation?id=${generation}`],
    ['owner', `/api/v1/users/me/balance`],
    ['owner', `/api/v1/users/me/usages?limit=100`],
    ['owner', `/api/v1/users/me/usages/daily?${camel}`],
    ['owner', `/api/v1/organizations/${organization}/balance`],
    ['owner', `/api/v1/organizations/${organization}/usages?${camel}`],
    ['owner', `/api/v1/organizations/${organization}/metrics?${camel}`],
    ['owner', `/api/v1/organizations/${organization}/members/${member}/usages?limit=100`],
  ];
}
