import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { grantExpired, tagOf, type AccountTag } from '@onegate/billing';
import { Failure } from '@onegate/platform';
import fc from 'fast-check';
import { Installation } from '../setup/installation.ts';
import { billing, newReference, type Billing } from './wallets.ts';

let installation: Installation;
let books: Billing;
let others: Billing;

beforeAll(async () => {
  installation = await Installation.create();
  books = billing((await installation.api()).app);
  others = billing((await installation.api()).app);
});
afterAll(() => installation.close());

describe('the database', () => {
  const insertTransaction = `insert into ledger_transactions
      (public_id, wallet_id, number, kind, reference, change_nano, balance_after_nano, posted_at)
    select $1, id, last_number + 1000, 'manual', $1, $2, 0, now() from wallets order by id limit 1 returning id`;
  const insertEntry = `insert into ledger_entries (transaction_id, line, account, grant_id, amount_nano)
    values ($1, $2, $3, $4, $5)`;

  async function write(change: number, lines: readonly (readonly [string, number])[]): Promise<unknown> {
    const { database } = books;
    return database.transaction(async () => {
      const [row] = await database.query<{ id: string }>(insertTransaction, [newReference(), change]);
      for (const [index, [account, amount]] of lines.entries()) {
        await database.query(insertEntry, [row?.id, index, account, null, amount]);
      }
    });
  }

  beforeAll(async () => {
    await books.grant(await books.account(), 1_000n);
  });

  it.each([
    [
      'whose entries do not add up to zero',
      -5,
      [
        ['overdraft', -5],
        ['usage_revenue', 4],
      ],
    ],
    [
      'whose change is not what the wallet got',
      7,
      [
        ['overdraft', -5],
        ['usage_revenue', 5],
      ],
    ],
    ['without entries', 0, []],
    ['with one entry', -5, [['overdraft', -5]]],
  ] as const)('refuses a transaction %s, when it commits', async (_, change, lines) => {
    await expect(write(change, lines)).rejects.toThrow('does not balance');
  });

  it.each([
    [
      'an account that is not in the books',
      [
        ['pocket', 5],
        ['overdraft', -5],
      ],
      'account_check',
    ],
    [
      'credit that names no grant',
      [
        ['credit', 5],
        ['payments', -5],
      ],
      'ledger_entries_check',
    ],
    ['nothing', [['overdraft', 0]], 'amount_nano_check'],
  ] as const)('refuses an entry of %s', async (_, lines, constraint) => {
    await expect(write(5, lines)).rejects.toThrow(constraint);
  });

  it('refuses a line that is added later to a transaction that balances', async () => {
    const adding = books.database.query(
      `insert into ledger_entries (transaction_id, line, account, amount_nano)
       select max(id), 9, 'payments', 1 from ledger_transactions`,
    );
    await expect(adding).rejects.toThrow('does not balance');
  });

  it.each([
    'update ledger_transactions set about = $$nothing$$',
    'update ledger_entries set amount_nano = amount_nano + 1',
    'delete from ledger_entries',
    'delete from ledger_transactions',
    'truncate ledger_transactions cascade',
    'truncate ledger_entries',
  ])('refuses: %s', async (statement) => {
    await expect(books.database.query(statement)).rejects.toThrow('only added to');
  });

  it.each(['update credit_grants set expires_at = now()', 'delete from credit_grants'])(
    'refuses: %s',
    async (statement) => {
      await expect(books.database.query(statement)).rejects.toThrow('never changed');
    },
  );

  it('keeps a person and an organization that has a wallet from being deleted', async () => {
    await expect(
      books.database.query('delete from users where id in (select user_id from wallets)'),
    ).rejects.toThrow('foreign key');
  });
});

describe('the same order', () => {
  it('given twice at once, to two processes, is carried out once', async () => {
    const account = await books.account();
    const reference = newReference();
    const answers = await Promise.all(
      [books, others, books, others].map((one) => one.grant(account, 500n, { reference })),
    );
    expect(new Set(answers.map(({ publicId }) => publicId)).size).toBe(1);
    expect(answers.filter(({ isNew }) => isNew)).toHaveLength(1);
    const back = { reference: newReference(), grantReference: reference };
    await Promise.all([books, others].map((one) => one.withdraw(account, 200n, back)));
    expect(await books.figures(account)).toMatchObject({ credits: '300', version: '2' });
  });

  it('with another amount, kind or account is refused', async () => {
    const [account, stranger] = [await books.account(), await books.account()];
    const reference = newReference();
    await books.grant(account, 500n, { reference });
    const reused = { code: 'ledger.reference_reused' };
    await expect(books.grant(account, 501n, { reference })).rejects.toMatchObject(reused);
    await expect(books.grant(account, 500n, { reference, kind: 'manual' })).rejects.toMatchObject(reused);
    await expect(books.grant(stranger, 500n, { reference })).rejects.toMatchObject(reused);
    await expect(books.withdraw(account, 500n, { reference })).rejects.toMatchObject(reused);
  });

  it('as a batch of usage charges once', async () => {
    const account = await books.account();
    const batch = {
      batch: newReference(),
      charges: [{ account: account.tag, amount: 7n, usedAt: new Date() }],
    };
    const both = await Promise.all([books.usage.chargeUsage(batch), others.usage.chargeUsage(batch)]);
    expect(both.flatMap(({ posted }) => posted.filter(({ isNew }) => isNew))).toHaveLength(1);
    expect(await books.figures(account)).toMatchObject({ spent: '7', overdraft: '7' });
  });
});

describe('what cannot be', () => {
  it('is refused: credit that has expired, nothing, and more taken by hand than there is', async () => {
    const account = await books.account();
    await books.grant(account, 10n);
    await expect(books.grant(account, 1n, { expiresAt: new Date(0) })).rejects.toMatchObject({
      code: 'grant.expired',
    });
    await expect(books.grant(account, 0n)).rejects.toThrow(RangeError);
    await expect(books.withdraw(account, 11n, { kind: 'withdrawal' })).rejects.toMatchObject({
      code: 'wallet.balance_too_small',
    });
    await expect(books.charge(account.tag, -1n)).rejects.toThrow(RangeError);
    expect(await books.figures(account)).toMatchObject({ credits: '10', spent: '0' });
  });

  it('stays out of a batch: an account that does not exist is named and keeps nobody from being charged', async () => {
    const account = await books.account();
    const usedAt = new Date();
    const answer = await books.usage.chargeUsage({
      batch: newReference(),
      charges: [
        { account: 'o999999', amount: 5n, usedAt },
        { account: account.tag, amount: 5n, usedAt },
        { account: account.tag, amount: 0n, usedAt },
      ],
    });
    expect(answer.unknownAccounts).toEqual(['o999999']);
    expect(answer.posted).toMatchObject([{ change: -5n }]);
  });
});

describe('a batch', () => {
  it('is one movement for each wallet and day, with what its calls add up to', async () => {
    const account = await books.account();
    const charges = ['2026-03-01T10:00:00Z', '2026-03-01T23:59:59.999Z', '2026-03-02T00:00:00Z'].map(
      (moment) => ({ account: account.tag, amount: 3n, usedAt: new Date(moment) }),
    );
    const batch = newReference();
    const { posted } = await books.usage.chargeUsage({ batch, charges });
    expect(posted.map(({ reference, change }) => [reference, change])).toEqual([
      [`usage:${batch}:${account.tag}:2026-03-01`, -6n],
      [`usage:${batch}:${account.tag}:2026-03-02`, -3n],
    ]);
  });

  it('stands or falls with the transaction that it is charged in', async () => {
    const account = await books.account();
    const failing = books.database.transaction(async () => {
      await books.charge(account.tag, 5n);
      throw new Error('the events could not be stored');
    });
    await expect(failing).rejects.toThrow('could not be stored');
    expect(await books.figures(account)).toBeUndefined();
  });
});

it('whatever happens to a few wallets at once, on two processes, the books add up and nothing is lost', async () => {
  const tags: AccountTag[] = [];
  for (let count = 0; count < 4; count += 1) tags.push((await books.account()).tag);
  const accountOf = (index: number) => ({ kind: 'user' as const, id: Number(tags[index]?.slice(1)) });
  const amount = fc.bigInt({ min: 1n, max: 1_000_000n });
  const which = fc.nat(tags.length - 1);
  const action = fc.oneof(
    fc.record({ do: fc.constant('grant' as const), which, amount, lasts: fc.option(fc.nat(40)) }),
    fc.record({ do: fc.constant('withdraw' as const), which, amount }),
    fc.record({ do: fc.constant('expire' as const) }),
    fc.record({ do: fc.constant('use' as const), uses: fc.array(fc.tuple(which, amount), { maxLength: 8 }) }),
  );
  type Action = typeof action extends fc.Arbitrary<infer Value> ? Value : never;
  const [credited, used] = [new Map<AccountTag, bigint>(), new Map<AccountTag, bigint>()];
  const add = (sums: Map<AccountTag, bigint>, tag: AccountTag, more: bigint) =>
    sums.set(tag, (sums.get(tag) ?? 0n) + more);

  const perform = async (todo: Action, one: Billing) => {
    if (todo.do === 'expire') return one.expiry.expireDue();
    if (todo.do === 'use') {
      const usedAt = new Date(Date.now() - 1_000);
      const charges = todo.uses.map(([index, cost]) => ({
        account: tagOf(accountOf(index)),
        amount: cost,
        usedAt,
      }));
      for (const { account, amount: cost } of charges) add(used, account, cost);
      return one.usage.chargeUsage({ batch: newReference(), charges });
    }
    const account = accountOf(todo.which);
    add(credited, tagOf(account), todo.do === 'grant' ? todo.amount : -todo.amount);
    if (todo.do === 'withdraw') return one.withdraw(account, todo.amount);
    const expiresAt = todo.lasts === null ? null : new Date(Date.now() + 1_000 + todo.lasts);
    return one.grant(account, todo.amount, { expiresAt }).catch((error: unknown) => {
      // On a machine that stood still for a second it came too late, and was not made.
      if (!isTooLate(error)) throw error;
      add(credited, tagOf(account), -todo.amount);
    });
  };

  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 8, maxLength: 24 }), async (todos) => {
      await Promise.all(todos.map((todo, index) => perform(todo, index % 2 === 0 ? books : others)));
      expect(await books.differences()).toEqual([]);
    }),
    { numRuns: 25 },
  );
  for (const tag of tags) {
    const [expired] = await books.database.query<{ total: string }>(
      `select coalesce(sum(g.expired_nano), 0) as total from credit_grants g join wallets w on w.id = g.wallet_id
       where 'u' || w.user_id = $1`,
      [tag],
    );
    const figures = await books.figures({ tag });
    expect(BigInt(figures?.spent ?? 0)).toBe(used.get(tag) ?? 0n);
    expect(BigInt(figures?.credits ?? 0)).toBe((credited.get(tag) ?? 0n) - BigInt(expired?.total ?? 0));
  }
});

it('two batches over the same hundred new wallets, told in opposite orders, do not stop each other', async () => {
  const people = await books.database.query<{ id: string }>(
    `insert into users (public_id, email, name, created_at, updated_at)
     select 'usr_crowd' || n, 'crowd' || n || '@example.com', 'Crowd', now(), now()
     from generate_series(1, 100) n returning id`,
  );
  const usedAt = new Date();
  const charges = people.map(({ id }) => ({ account: `u${Number(id)}` as const, amount: 1n, usedAt }));
  const told = [charges, charges.toReversed()];
  await Promise.all(
    Array.from({ length: 8 }, (_, index) =>
      (index % 2 ? books : others).usage.chargeUsage({
        batch: newReference(),
        charges: told[index % 2] ?? [],
      }),
    ),
  );
  const spent = await books.database.query<{ spent_nano: string }>(
    "select spent_nano from wallets w join users u on u.id = w.user_id where u.name = 'Crowd'",
  );
  expect(spent.map((row) => row.spent_nano)).toEqual(Array.from({ length: 100 }, () => '8'));
});

function isTooLate(error: unknown): boolean {
  return error instanceof Failure && error.code === grantExpired().code;
}
