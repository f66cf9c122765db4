import 'reflect-metadata';
import { createInterface } from 'node:readline';

/** The built code: a process of its own cannot have it transformed by the test runner. */
const built = (file) => import(new URL(`../../dist/${file}`, import.meta.url).href);
const { createLogger, newId, readConfiguration } = await built('libs/platform/src/index.js');
const { createApi } = await built('apps/api/src/create-api.js');
const { Admission, UsageStream } = await built('libs/usage/src/index.js');
const { HoldBook } = await built('libs/usage/src/holds/hold-book.service.js');

const app = await createApi(readConfiguration(process.env), createLogger('api', 'silent'));
await app.init();
const admission = app.get(Admission);
const never = () => new Promise(() => undefined);
let calls = [];

const price = { id: 1, prices: { input: '0.000001', output: '0.00001' }, tiers: [], unknown: [] };
const model = {
  id: 1,
  slug: 'openai/gpt-4o-mini',
  canonicalSlug: null,
  aliases: [],
  maxOutputTokens: 10_000,
  markupBps: null,
  price,
};

const askOf = (userId) => ({
  eventId: newId('evt'),
  requestId: newId('req'),
  principal: { userId, keyId: null, key: null, activeTenantId: null, roles: new Map() },
  ip: null,
  serviceUser: null,
  operation: 'chat',
  requestedModel: 'gpt-4o-mini',
  models: [model],
  estimate: { promptTokens: 1_000, maxOutputTokens: 100 },
  isStream: false,
});

const end = {
  model,
  route: null,
  usage: { input: 1_000, output: 100 },
  countSource: 'upstream',
  reportedCostNano: null,
  generationId: null,
  status: 'completed',
  httpStatus: 200,
  finishReason: 'stop',
  disconnect: 'none',
  latencyMs: 5,
  firstTokenMs: null,
  attempts: 1,
  isCached: false,
};

const orders = {
  admit: async ({ admit, who }) => {
    for (let count = 0; count < admit; count += 1) calls.push(await admission.admit(askOf(who)));
  },
  /** Redis never hears of it. */
  settleUntold: async () => {
    app.get(HoldBook, { strict: false }).settle = never;
    await settleAll();
  },
  /** The account knows, the stream does not. */
  settleUnstreamed: async () => {
    app.get(UsageStream).add = never;
    await settleAll();
  },
};

async function settleAll() {
  await Promise.all(calls.map((call) => call.settle(end)));
  calls = [];
}

process.stdout.write('ready\n');
for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line);
  const [name] = Object.keys(order);
  const outcome = await orders[name](order).then(
    () => 'done',
    (error) => String(error),
  );
  process.stdout.write(`${outcome}\n`);
}
