import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ledger } from '@onegate/billing';
import { Database, newId, usd } from '@onegate/platform';
import { administration, type Administration } from '../admin/administration.ts';
import type { Answer, Caller } from '../setup/caller.ts';
import { given } from '../setup/given.ts';
import { simulated, type Simulated } from '../setup/simulated.ts';
import { until } from '../setup/until.ts';

interface Proof {
  readonly valid: boolean;
  readonly reason: string | null;
  readonly key_id: string | null;
  readonly facts: Record<string, unknown> | null;
}

let house: Simulated;
let me: Caller;
let admin: Administration;
const model = 'openai/gpt-4o-mini';
const body = { model, messages: [{ role: 'user', content: 'Hello' }], max_tokens: 50 };

beforeAll(async () => {
  house = await simulated();
  admin = await administration(house.app, house.call);
  const user = await given(house.app).user();
  await house.app.get(Ledger).grantCredit({
    account: { kind: 'user', id: user.id },
    amount: usd(5),
    kind: 'purchase',
    reference: newId('pay'),
  });
  me = house.call.signedIn(await given(house.app).apiKey(user));
  await house.installation.worker();
});
afterAll(() => house.installation.close());

const proof = async (receipt: string | null) =>
  (await house.call.post<Proof>('/v1/receipts/verify', { receipt })).body;

const fetched = (id: string) =>
  until('the call to be in the books', async () => {
    const { status, body } = await me.get<{ receipt: string; event: string }>(`/v1/receipts/${id}`);
    return status === 200 ? body : undefined;
  });

const charged = async (eventId: string | null) => {
  const [row] = await house.app
    .get(Database)
    .query<{ charged: string }>('select charged_nano::text as charged from usage_events where id = $1', [
      eventId,
    ]);
  return row?.charged;
};

describe('the receipt of a call', () => {
  it('comes with a whole answer, says what was charged, and is proved by whoever asks', async () => {
    const { status, headers } = await me.post('/v1/chat/completions', body);
    expect(status).toBe(200);
    const receipt = headers.get('x-onegate-receipt');
    const event = headers.get('x-onegate-event');
    const { valid, facts } = await proof(receipt);
    expect(valid).toBe(true);
    expect(facts).toMatchObject({ event, model, status: 'completed', counted_by: 'upstream' });
    expect((await fetched(event ?? '')).receipt).toBe(receipt);
    expect(facts?.['charged_nano_usd']).toBe(await charged(event));
    expect(BigInt(String(facts?.['charged_nano_usd']))).toBeGreaterThan(0n);
  });

  it('of a stream is fetched by the event, and not a byte of the stream is about it', async () => {
    const { headers, body: text } = await me.post<string>('/v1/chat/completions', { ...body, stream: true });
    expect(headers.get('x-onegate-receipt')).toBeNull();
    expect(text.trimEnd()).toMatch(/data: \[DONE\]$/);
    const event = headers.get('x-onegate-event') ?? '';
    const { receipt } = await fetched(event);
    const { valid, facts } = await proof(receipt);
    expect(valid).toBe(true);
    expect(facts).toMatchObject({ event, charged_nano_usd: await charged(event) });
  });

  it("is nobody else's to fetch", async () => {
    const { headers } = await me.post('/v1/chat/completions', body);
    const event = headers.get('x-onegate-event') ?? '';
    await fetched(event);
    const stranger = house.call.signedIn(house.apiKey);
    expect((await stranger.get(`/v1/receipts/${event}`)).status).toBe(404);
    expect((await house.call.get(`/v1/receipts/${event}`)).status).toBe(401);
  });

  it('is refused when it was altered, is of somebody else, or is none', async () => {
    const { headers } = await me.post('/v1/chat/completions', body);
    const [head = '', facts = '', signature = ''] = (headers.get('x-onegate-receipt') ?? '').split('.');
    const cheaper = Buffer.from(
      JSON.stringify({ ...JSON.parse(Buffer.from(facts, 'base64url').toString()), charged_nano_usd: '1' }),
    ).toString('base64url');
    const stranger = Buffer.from(JSON.stringify({ alg: 'EdDSA', kid: 'nobody' })).toString('base64url');
    expect(await proof(`${head}.${cheaper}.${signature}`)).toMatchObject({
      valid: false,
      reason: 'signature_wrong',
      facts: null,
    });
    expect(await proof(`${stranger}.${facts}.${signature}`)).toMatchObject({
      valid: false,
      reason: 'key_unknown',
    });
    expect(await proof('nonsense')).toMatchObject({ valid: false, reason: 'malformed' });
    expect((await house.call.post('/v1/receipts/verify', {})).status).toBe(400);
  });

  it('still counts after the key was changed, on every process', async () => {
    const { call: other } = await house.installation.api();
    const before = (await me.post('/v1/chat/completions', body)).headers.get('x-onegate-receipt');
    const rotated = await admin.boss.post<{ key_id: string }>('/api/receipt-keys');
    expect(rotated.status).toBe(201);
    const kidOf = (receipt: string | null) =>
      (
        JSON.parse(Buffer.from((receipt ?? '').split('.')[0] ?? '', 'base64url').toString()) as {
          kid: string;
        }
      ).kid;
    await until('both processes to sign with the new key', async () => {
      const answers: Answer[] = await Promise.all([
        me.post('/v1/chat/completions', body),
        me.at(other.url).post('/v1/chat/completions', body),
      ]);
      return answers.every(({ headers }) => kidOf(headers.get('x-onegate-receipt')) === rotated.body.key_id);
    });
    expect(await proof(before)).toMatchObject({ valid: true, key_id: kidOf(before) });
    expect(kidOf(before)).not.toBe(rotated.body.key_id);
    const owner = await admin.person(await admin.tenant(), 'owner');
    expect((await owner.call.post('/api/receipt-keys')).status).toBe(403);
  });

  it('is proved by a stranger without us, with the lines that the documentation prints', async () => {
    const receipt = (await me.post('/v1/chat/completions', body)).headers.get('x-onegate-receipt') ?? '';
    const folder = await mkdtemp(path.join(tmpdir(), 'stranger-'));
    try {
      const page = await readFile(path.join(import.meta.dirname, '../../docs/receipts.md'), 'utf8');
      await writeFile(path.join(folder, 'prove.mjs'), /```js\n(.*?)```/s.exec(page)?.[1] ?? '');
      const { body: keys } = await house.call.get('/.well-known/onegate-receipt-keys.json');
      await writeFile(path.join(folder, 'keys.json'), JSON.stringify(keys));
      const { stdout } = await promisify(execFile)(process.execPath, ['prove.mjs', receipt], { cwd: folder });
      expect(stdout).toMatch(/^true \{/);
      expect(stdout).toContain(model);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

it('the private half of the key is nowhere in the open', async () => {
  const rows = await house.app
    .get(Database)
    .query<{ sealed_private_key: string }>('select sealed_private_key from receipt_keys');
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) expect(row.sealed_private_key).toMatch(/^v1\./);
});
