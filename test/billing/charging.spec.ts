import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { UsageBatch } from '@onegate/billing';
import { Installation } from '../setup/installation.ts';
import { billing, newReference, type Billing } from './wallets.ts';

let installation: Installation;
let books: Billing;
let ids: number[];

beforeAll(async () => {
  installation = await Installation.create();
  books = billing((await installation.api()).app);
  const rows = await books.database.query<{ id: string }>(
    `insert into users (public_id, email, name, created_at, updated_at)
     select 'usr_charged' || n, 'charged' || n || '@example.com', 'Charged', now(), now()
     from generate_series(1, 200) n returning id`,
  );
  ids = rows.map(({ id }) => Number(id));
  for (const id of ids) {
    const account = { kind: 'user', id } as const;
    await books.grant(account, 10_000n);
    await books.grant(account, 10_000n, { kind: 'promotion', expiresAt: new Date(Date.now() + 86_400_000) });
  }
});
afterAll(() => installation.close());

function batchOf(calls: number): UsageBatch {
  const charges = Array.from({ length: calls }, (_, index) => ({
    account: `u${ids[(index * 7) % ids.length] ?? 0}` as const,
    amount: BigInt(1 + (index % 13)),
    usedAt: new Date(),
  }));
  return { batch: newReference(), charges };
}

it('charges a thousand calls over two hundred wallets in eight statements', async () => {
  const batches = 10;
  await books.usage.chargeUsage(batchOf(1_000));
  const statements = jest.spyOn(books.database, 'query');
  const started = performance.now();
  for (let count = 0; count < batches; count += 1) await books.usage.chargeUsage(batchOf(1_000));
  const perSecond = (batches * 1_000) / ((performance.now() - started) / 1_000);
  if (process.env.ONEGATE_SHOW_FIGURES) process.stdout.write(`${Math.round(perSecond)} calls a second\n`);
  expect(statements.mock.calls).toHaveLength(batches * 8);
  // 8,000 where nothing else runs; the bound only tells a slow machine from a statement gone wrong.
  expect(perSecond).toBeGreaterThan(500);
  expect(await books.differences()).toEqual([]);
});
