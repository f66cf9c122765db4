import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { KeyRing, Mailer, Database, Resealing, SecretBox, type SealedColumn } from '@onegate/platform';
import type { ObjectLiteral } from 'typeorm';
import { ResponseEvents } from '../../libs/gateway/src/responses/response-events.service.ts';
import { sealedColumns } from '../../apps/worker/src/processors/resealing.processor.ts';
import { people } from '../account/people.ts';
import { administration } from '../admin/administration.ts';
import { Uploader } from '../files/uploader.ts';
import { given } from '../setup/given.ts';
import { Installation } from '../setup/installation.ts';
import { simulated, type Simulated } from '../setup/simulated.ts';
import { until } from '../setup/until.ts';

const masters = { old: Buffer.alloc(32, 1), new: Buffer.alloc(32, 2) };
const [older, newer] = Object.entries(masters).map(([id, secret]) => `${id}:${secret.toString('base64')}`);

/** Of one table, so that it is read in several portions. */
const moreThanAtOnce = 120;

let house: Simulated;
let both: Installation;
let database: Database;
let resealing: Resealing;

beforeAll(async () => {
  house = await simulated({ env: { ONEGATE_SECRET_KEYS: older ?? '' } });
  database = house.app.get(Database);
  // The one that databases of tests come with is under another secret.
  await database.query('delete from receipt_keys');
  both = await Installation.create({
    env: {
      DATABASE_URL: house.installation.config.database.url,
      ONEGATE_DATA_DIR: house.installation.config.runtime.dataDir,
      ONEGATE_SECRET_KEYS: `${newer},${older}`,
    },
  });
  resealing = (await both.api()).app.get(Resealing);
});
afterAll(async () => {
  await both.close();
  await house.installation.close();
});

/** What people, organizations and calls leave, of every kind that is sealed. */
async function everythingSealed({ app, call, apiKey }: Simulated): Promise<void> {
  const admin = await administration(app, call);
  const { boss } = admin;
  const { owner, path } = await people(app, call).organization();
  const me = '/api/v1/users/me';
  const caller = call.signedIn(apiKey);
  const { id: tenantId } = await admin.tenant();
  await given(app).credit(owner.user);
  const hook = await owner.call.post<{ data: { id: string } }>(`${me}/webhooks`, {
    url: 'http://127.0.0.1:9/hook',
  });
  const said = { model: 'openai/gpt-4o-mini', messages: [{ role: 'user', content: 'Hello' }] };
  const scim = { kind: 'scim', base_url: 'http://127.0.0.1:9', credentials: { type: 'bearer', token: 'x' } };
  const account = {
    name: 'Of ours',
    kind: 'openai-compatible',
    base_url: 'http://127.0.0.1:9/v1',
    credentials: { api_key: 'sk-secret' },
    secret_headers: { 'x-secret': 'y' },
    serves: 'listed',
    models: [{ model: 'openai/gpt-4o' }],
  };
  const answers = [
    hook,
    await owner.call.post(`${me}/webhooks/${hook.body.data.id}/rotate-secret`),
    await owner.call.put(`${path}/remote-config`, { enabled: true, value: '{"version":"v1"}' }),
    await owner.call.put(`${path}/provider-keys/litellm`, { apiKey: 'sk-litellm' }),
    await boss.put(`/api/tenants/${tenantId}/directory`, scim),
    await boss.post('/api/upstream-accounts', account),
    await boss.post('/api/receipt-keys'),
    await (await Uploader.of(app, call)).put('a.txt', 'still here'),
    await owner.call.put('/api/v1/content-logging', { enabled: true, retentionDays: 7 }),
    await owner.call.post('/v1/chat/completions', said),
    await caller.post('/v1/conversations', {
      metadata: { of: 'mine' },
      items: [{ type: 'message', role: 'user', content: 'Hello' }],
    }),
    await caller.post('/v1/responses', { model: said.model, input: 'Hello' }),
  ];
  expect(answers.filter(({ status }) => status >= 300).map(({ body }) => body)).toEqual([]);
  const mail = { to: 'somebody@example.com', subject: 'A', text: 'B', html: '<p>B</p>' };
  for (let sent = 0; sent < moreThanAtOnce; sent += 1) await app.get(Mailer).send(mail);
  const [response] = await database.query<{ id: string }>('select id from stored_responses');
  await app.get(ResponseEvents).append(Number(response?.id), 0, ['an event']);
  await until('what was said', async () => (await database.query('select from kept_contents')).length > 0);
}

const rowsOf = ({ entity }: SealedColumn): Promise<ObjectLiteral[]> => database.of(entity).find();
const nameOf = ({ entity, property }: SealedColumn) =>
  `${database.of(entity).metadata.tableName}.${database.of(entity).metadata.findColumnWithPropertyName(property)?.databaseName}`;

it('knows every sealed column that there is', async () => {
  const columns = await database.query<{ name: string }>(
    `select table_name || '.' || column_name as name from information_schema.columns
     where table_schema = 'public' and column_name like '%sealed%' order by 1`,
  );
  expect(sealedColumns.map(nameOf).toSorted()).toEqual(columns.map(({ name }) => name));
});

it('after a change of the master secret everything needs the old one no longer', async () => {
  await everythingSealed(house);
  const { resealed, unreadable } = await resealing.reseal(sealedColumns);
  expect(resealed).toBeGreaterThanOrEqual(sealedColumns.length + moreThanAtOnce);
  expect(unreadable).toBe(0);
  const box = new SecretBox(new KeyRing([{ id: 'new', secret: masters.new }]));
  for (const column of sealedColumns) {
    const sealed = (await rowsOf(column)).filter((row) => row[column.property] !== null);
    expect([nameOf(column), sealed.length > 0]).toEqual([nameOf(column), true]);
    for (const row of sealed) {
      expect(box.open(column.contextOf(row), String(row[column.property]))).toEqual(expect.any(String));
    }
  }
  expect(await resealing.reseal(sealedColumns)).toEqual({ resealed: 0, unreadable: 0 });
});

it('what cannot be read stays as it is, and does not keep the rest from being sealed anew', async () => {
  const change = `update provider_keys set sealed_key = replace(sealed_key, 'v1.new.', 'v1.gone.')`;
  await database.query(change);
  expect(await resealing.reseal(sealedColumns)).toEqual({ resealed: 0, unreadable: 1 });
  expect(await database.query("select from provider_keys where sealed_key like 'v1.gone.%'")).toHaveLength(1);
});
