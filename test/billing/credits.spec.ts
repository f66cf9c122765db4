import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { CreditsPublisher, expireGrants } from '@onegate/billing';
import { BullJobQueue } from '@onegate/platform';
import { Redis } from 'ioredis';
import { freePort } from '../../scripts/stack/ports.ts';
import { administration } from '../admin/administration.ts';
import { Caller } from '../setup/caller.ts';
import { Installation } from '../setup/installation.ts';
import { ServerLine } from '../setup/server-line.ts';
import { testEnvironment } from '../setup/test-environment.ts';
import { until } from '../setup/until.ts';
import { billing, newReference, type Billing } from './wallets.ts';

let installation: Installation;
let app: NestFastifyApplication;
let call: Caller;
let books: Billing;

beforeAll(async () => {
  installation = await Installation.create();
  ({ app, call } = await installation.api());
  books = billing(app);
});
beforeEach(() => void jest.restoreAllMocks());
afterAll(() => installation.close());

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);

describe('what Redis knows of a wallet', () => {
  it('is told after each change of credits, with what was spent by then', async () => {
    const account = await books.account();
    await books.grant(account, 1_000n);
    expect(await books.told(account.tag)).toEqual({
      credits: '1000',
      credits_version: '1',
      credits_until: '',
      spent: '0',
      spent_version: '1',
    });
    await books.charge(account.tag, 400n);
    await books.withdraw(account, 100n);
    expect(await books.told(account.tag)).toMatchObject({
      credits: '900',
      credits_version: '2',
      spent: '400',
    });
  });

  it('is not told of what was rolled back', async () => {
    const account = await books.account();
    const failing = books.database.transaction(async () => {
      await books.grant(account, 1_000n);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await books.told(account.tag)).toEqual({});
  });

  it('never goes back to older credits, in whatever order they arrive', async () => {
    const { tag } = await books.account();
    const publisher = app.get(CreditsPublisher);
    const standing = (version: number, nextExpiryAt: Date | null = null) => ({
      tag,
      credits: BigInt(version * 100),
      creditsVersion: version,
      spent: 7n,
      spentVersion: 1,
      nextExpiryAt,
    });
    await Promise.all([3, 1, 5, 2, 4].map((version) => publisher.write(standing(version))));
    expect(await books.told(tag)).toMatchObject({ credits: '500', credits_version: '5', spent: '7' });
    const [sooner, later] = [inDays(1), inDays(2)];
    await publisher.write(standing(6, later));
    await publisher.write(standing(6, sooner));
    expect(await books.told(tag)).toMatchObject({ credits_until: String(later.getTime()) });
    await publisher.write(standing(6));
    expect(await books.told(tag)).toMatchObject({ credits: '600', credits_until: '' });
  });

  it('is built from the ledger when it was lost; what is not in the ledger yet stays beside it', async () => {
    const account = await books.account();
    await books.grant(account, 1_000n);
    await books.charge(account.tag, 300n);
    await books.forget(account.tag);
    await app.get(Redis).hincrby(books.keyOf(account.tag), 'pending', 11);
    await Promise.all([1, 2, 3].map(() => books.credits.ensurePublished(account.tag)));
    const credits = { credits: '1000', credits_version: '1', credits_until: '' };
    const rebuilt = { ...credits, spent: '300', spent_version: '2', pending: '11' };
    expect(await books.told(account.tag)).toEqual(rebuilt);
  });

  it('of an account that never had money is that it has none, until it gets some', async () => {
    const account = await books.account();
    await books.credits.ensurePublished(account.tag);
    expect(await books.told(account.tag)).toMatchObject({ credits: '0', credits_version: '0', spent: '0' });
    await books.grant(account, 5n);
    expect(await books.told(account.tag)).toMatchObject({ credits: '5', credits_version: '1' });
  });

  it('says until when it stands; asked after that, the expired credit is gone from it', async () => {
    const account = await books.account();
    const [soon, late] = [inDays(1), inDays(2)];
    await books.grant(account, 50n, { expiresAt: soon });
    await books.grant(account, 70n, { expiresAt: late });
    await books.grant(account, 5n);
    expect(await books.told(account.tag)).toMatchObject({ credits_until: String(soon.getTime()) });
    books.setClock(soon);
    await books.credits.ensurePublished(account.tag);
    expect(await books.told(account.tag)).toMatchObject({
      credits: '75',
      credits_until: String(late.getTime()),
    });
    await books.charge(account.tag, 70n, soon);
    await books.credits.ensurePublished(account.tag);
    expect(await books.told(account.tag)).toMatchObject({ credits: '75', credits_until: '' });
  });

  it('is put right by the rebuild when Redis comes back with old figures', async () => {
    const account = await books.account();
    await books.grant(account, 100n);
    await books.grant(account, 100n);
    await app.get(Redis).hset(books.keyOf(account.tag), { credits: '100', credits_version: '1' });
    expect(await books.credits.publishMissed()).toBe(0);
    expect(await books.credits.publishAll()).toBeGreaterThan(0);
    expect(await books.told(account.tag)).toMatchObject({ credits: '200', credits_version: '2' });
  });
});

describe('expiry', () => {
  it('is posted once for each grant, whoever else does it at the same time, and leaves the rest alone', async () => {
    const account = await books.account();
    await books.grant(account, 50n, { expiresAt: inDays(1), kind: 'promotion' });
    await books.grant(account, 70n, { expiresAt: inDays(3) });
    await books.charge(account.tag, 20n);
    books.setClock(inDays(2));
    const posted = await Promise.all([books.expiry.expireDue(), books.expiry.expireDue()]);
    expect(posted.toSorted((a, b) => a - b)).toEqual([0, 1]);
    expect(await books.figures(account)).toMatchObject({ credits: '90', spent: '20' });
    expect(await books.differences()).toEqual([]);
  });

  it('gives back what a call from before it used, when that call is told late', async () => {
    const account = await books.account();
    const used = new Date();
    await books.grant(account, 50n, { expiresAt: inDays(1) });
    books.setClock(inDays(2));
    await books.expiry.expireDue();
    await books.charge(account.tag, 30n, used);
    expect(await books.figures(account)).toMatchObject({ credits: '30', spent: '30', overdraft: '0' });
    expect(await books.told(account.tag)).toMatchObject({ credits: '30', credits_version: '3' });
    await books.charge(account.tag, 5n);
    expect(await books.figures(account)).toMatchObject({ credits: '30', spent: '35', overdraft: '5' });
    expect(await books.differences()).toEqual([]);
  });
});

it('a process that is killed between the commit and Redis loses nothing: the sweep tells it', async () => {
  const { boss } = await administration(app, call);
  const account = await books.account();
  await books.grant(account, 1_000n);
  const { body: wallet } = await boss.post<{ id: number }>('/api/wallets', { user_id: account.id });

  const line = await ServerLine.to(installation.config.redis.url);
  installation.onClose(async () => line.close());
  const { config } = installation;
  const main = path.join(import.meta.dirname, '../../dist/apps/api/src/main.js');
  const port = await freePort();
  const env = testEnvironment({
    DATABASE_URL: config.database.url,
    REDIS_URL: line.url,
    ONEGATE_REDIS_PREFIX: config.redis.keyPrefix,
    ONEGATE_DATA_DIR: config.runtime.dataDir,
    PORT: String(port),
  });
  const child = spawn(process.execPath, [main], { env, stdio: 'ignore' });
  installation.onClose(async () => void child.kill('SIGKILL'));
  const there = boss.at(`http://127.0.0.1:${port}`);
  const isUp = () =>
    there.get('/health/ready').then(
      ({ status }) => status === 200,
      () => false,
    );
  await until('the other API to be up', isUp);

  line.loseFrom(':wallet');
  const change = { action: 'grant', amount_usd: '2', reason: 'A gift', reference: newReference() };
  const answer = there.post(`/api/wallets/${wallet.id}/credits`, change).catch(() => undefined);
  await until('the change to wait for Redis', () => line.hasHeld);
  child.kill('SIGKILL');
  await Promise.all([once(child, 'exit'), answer]);

  expect(await books.figures(account)).toMatchObject({ credits: '2000001000' });
  expect(await books.told(account.tag)).toMatchObject({ credits: '1000', credits_version: '1' });
  expect(await books.credits.publishMissed()).toBe(1);
  expect(await books.told(account.tag)).toMatchObject({ credits: '2000001000', credits_version: '2' });
  expect(await books.credits.publishMissed()).toBe(0);
  const again = await boss.post(`/api/wallets/${wallet.id}/credits`, change);
  expect(again.body).toMatchObject({ repeated: true, balance_usd: '2.000001' });
});

it('the worker does both by itself', async () => {
  const account = await books.account();
  const expiresAt = new Date(Date.now() + 300);
  await books.grant(account, 50n, { expiresAt });
  await books.forget(account.tag);
  await books.database.query('update wallets set published_version = 0 where user_id = $1', [account.id]);
  await installation.worker();
  await until('the sweep', async () => (await books.told(account.tag)).credits !== undefined);
  await until('its time', () => new Date() > expiresAt);
  const [everyMinute] = await app.get(BullJobQueue).queue(expireGrants).getDelayed();
  expect(everyMinute?.delay).toBeLessThanOrEqual(60_000);
  await everyMinute?.promote();
  await until('the expiry', async () => (await books.figures(account))?.credits === '0', 90_000);
});
