import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, it } from '@jest/globals';
import { usd } from '@onegate/platform';
import { Installation } from '../setup/installation.ts';
import { testEnvironment } from '../setup/test-environment.ts';
import { until } from '../setup/until.ts';
import { ask, bench, end, type Bench } from './admission-bench.ts';
import { ServerLine } from '../setup/server-line.ts';

let installation: Installation;
let line: ServerLine;
let at: Bench;
let health: (question: 'ready' | 'serving') => Promise<number>;

/** As long as it must be for a first call on a machine with much to do; what is silent is waited for that long. */
const patience = { ONEGATE_ADMISSION_PATIENCE_MS: '2000' };

/** Processes that reach Redis by a line of their own. */
async function start(env: Record<string, string> = {}): Promise<void> {
  line = await ServerLine.to(testEnvironment({}).REDIS_URL ?? '');
  installation = await Installation.create({
    env: { REDIS_URL: line.url, ...patience, ...env },
  });
  installation.onClose(async () => line.close());
  const { app, call } = await installation.api();
  at = bench(app);
  health = async (question) => (await call.get(`/health/${question}`)).status;
}
afterEach(async () => {
  line.mend();
  await installation.close();
});

const oneCall = 2_000_000n;

async function journaled(): Promise<string[]> {
  const root = path.join(installation.config.runtime.dataDir, 'journal');
  const [folder = ''] = await readdir(root);
  const files = (await readdir(path.join(root, folder))).filter((name) => name.endsWith('.jsonl'));
  const texts = await Promise.all(files.map((name) => readFile(path.join(root, folder, name), 'utf8')));
  return texts.join('').split('\n').filter(Boolean);
}

it('while Redis is gone, calls are refused with when to come again, and those under way are settled later', async () => {
  await start();
  const { who, tag } = await at.person(usd(5));
  const underWay = await at.admission.admit(ask(who));
  line.cut();
  const refused = await at.admission.admit(ask(who)).catch((error: unknown) => error);
  expect(refused).toMatchObject({
    code: 'admission.unavailable',
    status: 503,
    headers: { 'retry-after': '1' },
  });
  expect(await underWay.settle(end())).toMatchObject({ chargedNano: '2000000' });
  expect(await journaled()).toHaveLength(1);
  line.mend();
  await until('the account to hear of it', async () => {
    const figures = await at.figures(tag).catch(() => null);
    return figures?.pending === oneCall && figures.held === 0n;
  });
  await installation.worker();
  await until('the books to have it', async () => (await at.figures(tag)).spent === oneCall);
  await until('the journal to be empty', async () => (await journaled()).length <= 1);
});

it('a Redis that does not answer in time leaves no hold behind', async () => {
  await start();
  const { who, tag } = await at.person(usd(5));
  await (await at.admission.admit(ask(who))).settle(end());
  line.silence();
  const refused = await at.admission.admit(ask(who)).catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: 'admission.unavailable' });
  line.mend();
  await until('it to be taken back', async () => (await at.figures(tag)).holds === 0);
  expect(await at.figures(tag)).toMatchObject({ held: 0n, pending: oneCall });
});

it('by setting, calls are served against an allowance of the process, and charged when Redis is back', async () => {
  await start({ ONEGATE_LOCAL_ALLOWANCE_USD: '0.0045' });
  const { who, tag } = await at.person(usd(5));
  await (await at.admission.admit(ask(who))).settle(end());
  line.cut();
  const served = await Promise.all([at.admission.admit(ask(who)), at.admission.admit(ask(who))]);
  const third = at.admission.admit(ask(who));
  expect(await third.catch((error: unknown) => error)).toMatchObject({ code: 'admission.unavailable' });
  for (const call of served) await call.settle(end());
  // What is settled but not told still counts against the allowance.
  expect(await at.admission.admit(ask(who)).catch((error: unknown) => error)).toMatchObject({ status: 503 });
  line.mend();
  await until('the account to be charged', async () => {
    const figures = await at.figures(tag).catch(() => null);
    return figures?.pending === 3n * oneCall;
  });
  line.cut();
  const after = await at.admission.admit(ask(who));
  await after.release();
});

it('a journal that is full refuses calls until Postgres has caught up', async () => {
  await start({ ONEGATE_JOURNAL_MB: '0' });
  const { who } = await at.person(usd(5));
  expect(await at.admission.admit(ask(who)).catch((error: unknown) => error)).toMatchObject({
    code: 'admission.backlog',
    status: 503,
  });
});

it('whoever has been ready goes on getting calls while Redis is gone, and nobody who has not', async () => {
  await start();
  line.cut();
  expect(await health('serving')).toBe(503);
  line.mend();
  await until('all to be well', async () => (await health('serving')) === 200);
  line.cut();
  expect([await health('ready'), await health('serving')]).toEqual([503, 200]);
});
