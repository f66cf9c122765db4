import { describe, expect, it } from '@jest/globals';
import { utcDate } from '@onegate/platform';
import fc from 'fast-check';
import type { GrantFigures, Movement } from './movement.js';
import { WalletBooks } from './wallet-books.js';

const day = 86_400_000;
const start = Date.parse('2026-01-01T00:00:00Z');
const on = (dayNumber: number) => new Date(start + dayNumber * day);

function emptyBooks(): WalletBooks {
  return new WalletBooks(1, { credits: 0n, spent: 0n, overdraft: 0n, lastNumber: 0, creditsVersion: 0 }, []);
}

let grants = 0;
function grant(books: WalletBooks, amount: bigint, expiresOn: number | null = null): GrantFigures {
  grants += 1;
  const figures = {
    id: grants,
    expiresAt: expiresOn === null ? null : on(expiresOn),
    remaining: 0n,
    expired: 0n,
  };
  books.grant({ kind: 'purchase', reference: `grant-${grants}` }, figures, amount);
  return figures;
}

let uses = 0;
function use(books: WalletBooks, amount: bigint, dayNumber: number): void {
  uses += 1;
  const usedAt = on(dayNumber);
  const usage = { batch: `b${uses}`, day: utcDate(usedAt), calls: 1 };
  books.use([{ amount, usedAt }], `usage-${uses}`, usage);
}

const expire = (books: WalletBooks, dayNumber: number) =>
  books.expire(on(dayNumber), (id) => `expiry-${id}-${books.figures.lastNumber}`);

describe('usage', () => {
  it('takes from the grant that expires soonest, and last from what never expires', () => {
    const books = emptyBooks();
    const [never, late, soon] = [grant(books, 10n), grant(books, 10n, 20), grant(books, 10n, 10)];
    use(books, 15n, 1);
    expect([soon.remaining, late.remaining, never.remaining]).toEqual([0n, 5n, 10n]);
    use(books, 12n, 2);
    expect([late.remaining, never.remaining]).toEqual([0n, 3n]);
  });

  it('never takes from a grant that had expired by then, also when nobody has said so yet', () => {
    const books = emptyBooks();
    const [old, good] = [grant(books, 10n, 10), grant(books, 10n, 20)];
    use(books, 4n, 10);
    expect([old.remaining, good.remaining]).toEqual([10n, 6n]);
  });

  it('from before an expiry that is told after it gets back what had expired', () => {
    const books = emptyBooks();
    const old = grant(books, 10n, 10);
    expire(books, 11);
    expect(books.balance).toBe(0n);
    use(books, 4n, 9);
    expect(books.figures).toMatchObject({ credits: 4n, spent: 4n, overdraft: 0n });
    expect(old).toMatchObject({ remaining: 0n, expired: 6n });
    expect(books.movements.map(({ kind, change }) => [kind, change])).toEqual([
      ['purchase', 10n],
      ['expiry', -10n],
      ['expiry_reversal', 4n],
      ['usage', -4n],
    ]);
  });

  it('that nothing covers stays owing until the next grant pays it', () => {
    const books = emptyBooks();
    grant(books, 10n);
    use(books, 13n, 1);
    expect(books.movements.at(-1)).toMatchObject({ change: -13n, balanceAfter: -3n, overdraft: 3n });
    expect(grant(books, 10n).remaining).toBe(7n);
    expect(books.figures.overdraft).toBe(0n);
    expect(books.balance).toBe(7n);
  });
});

describe('a withdrawal', () => {
  it('takes back its own grant first, then others, then leaves the wallet owing', () => {
    const books = emptyBooks();
    const [soon, bought] = [grant(books, 10n, 10), grant(books, 10n)];
    use(books, 5n, 1);
    books.withdraw({ kind: 'refund', reference: 'r' }, 12n, on(2), bought.id);
    expect([soon.remaining, bought.remaining, books.figures.overdraft]).toEqual([3n, 0n, 0n]);
    books.withdraw({ kind: 'chargeback', reference: 'c' }, 5n, on(3));
    expect([books.balance, books.figures.overdraft]).toEqual([-2n, 2n]);
  });

  it('of credit that expired unused owes nothing', () => {
    const books = emptyBooks();
    const bought = grant(books, 10n, 10);
    expire(books, 10);
    books.withdraw({ kind: 'refund', reference: 'late' }, 10n, on(20), bought.id);
    expect(books.figures).toMatchObject({ credits: 0n, overdraft: 0n });
  });
});

type Step =
  | { readonly do: 'grant'; readonly amount: bigint; readonly expiresOn: number | null }
  | { readonly do: 'use'; readonly amount: bigint; readonly day: number }
  | { readonly do: 'withdraw'; readonly amount: bigint; readonly day: number; readonly grant: number }
  | { readonly do: 'expire'; readonly day: number };

const amount = fc.bigInt({ min: 1n, max: 1_000n });
const dayNumber = fc.integer({ min: 0, max: 30 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('grant'), amount, expiresOn: fc.option(dayNumber) }),
  fc.record({ do: fc.constant('use'), amount, day: dayNumber }),
  fc.record({ do: fc.constant('withdraw'), amount, day: dayNumber, grant: fc.nat(5) }),
  fc.record({ do: fc.constant('expire'), day: dayNumber }),
);

function perform(books: WalletBooks, todo: Step, number: number): void {
  if (todo.do === 'grant') grant(books, todo.amount, todo.expiresOn);
  else if (todo.do === 'use') use(books, todo.amount, todo.day);
  else if (todo.do === 'expire') expire(books, todo.day);
  else {
    const from = books.grantFigures[todo.grant]?.id ?? null;
    books.withdraw({ kind: 'refund', reference: `w${number}` }, todo.amount, on(todo.day), from);
  }
}

function sum(movements: readonly Movement[], wanted: (account: string, grantId: number | null) => boolean) {
  return movements
    .flatMap(({ entries }) => entries)
    .filter(({ account, grantId }) => wanted(account, grantId))
    .reduce((total, entry) => total + entry.amount, 0n);
}

describe('any story', () => {
  it('leaves figures that are what the entries add up to, every movement balanced and numbered', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const books = emptyBooks();
        steps.forEach((todo, number) => perform(books, todo, number));
        const { movements, figures } = books;
        for (const { entries, change } of movements) {
          expect(entries.reduce((total, entry) => total + entry.amount, 0n)).toBe(0n);
          expect(entries.length).toBeGreaterThan(1);
          expect(entries.every((entry) => entry.amount !== 0n)).toBe(true);
          const held = entries.filter(({ account }) => account === 'credit' || account === 'overdraft');
          expect(held.reduce((total, entry) => total + entry.amount, 0n)).toBe(change);
        }
        expect(movements.map(({ number }) => number)).toEqual(movements.map((_, index) => index + 1));
        const held = sum(movements, (account) => account === 'credit' || account === 'overdraft');
        expect(books.balance).toBe(held);
        expect(movements.at(-1)?.balanceAfter ?? 0n).toBe(held);
        expect(figures.spent).toBe(sum(movements, (account) => account === 'usage_revenue'));
        expect(-figures.overdraft).toBe(sum(movements, (account) => account === 'overdraft'));
        for (const { id, remaining } of books.grantFigures) {
          expect(remaining).toBe(sum(movements, (_, grantId) => grantId === id));
          expect(remaining).toBeGreaterThanOrEqual(0n);
        }
      }),
    );
  });

  it('takes for usage only from grants that were good at its time, and leaves nothing in one that expires sooner', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const books = emptyBooks();
        steps.forEach((todo, number) => {
          const before = books.movements.length;
          perform(books, todo, number);
          if (todo.do !== 'use') return;
          const used = books.movements.slice(before).find(({ kind }) => kind === 'usage');
          const taken = new Set(used?.entries.map(({ grantId }) => grantId));
          const good = books.grantFigures.filter(
            ({ expiresAt }) => expiresAt === null || on(todo.day) < expiresAt,
          );
          const goodIds = new Set(good.map(({ id }) => id));
          for (const id of taken) expect(id === null || goodIds.has(id)).toBe(true);
          const last = good.findLastIndex(({ id }) => taken.has(id));
          const owes = used?.entries.some(({ account }) => account === 'overdraft') ?? false;
          const emptied = owes ? good : good.slice(0, Math.max(last, 0));
          for (const { remaining, expired } of emptied) expect(remaining + expired).toBe(0n);
        });
      }),
    );
  });

  it('ends with the same balance in whatever order its usage is told, as long as it is told', () => {
    const story = fc.record({
      granted: fc.array(fc.record({ amount, expiresOn: dayNumber }), { minLength: 1, maxLength: 4 }),
      used: fc.array(fc.record({ amount, day: dayNumber }), { maxLength: 12 }),
    });
    fc.assert(
      fc.property(story, ({ granted, used }) => {
        const told = (expiriesFirst: boolean) => {
          const books = emptyBooks();
          for (const one of granted) grant(books, one.amount, one.expiresOn);
          const inTime = used.toSorted((a, b) => a.day - b.day);
          for (const one of inTime) {
            if (!expiriesFirst) expire(books, one.day);
            use(books, one.amount, one.day);
          }
          expire(books, 40);
          return books.figures;
        };
        const late = () => {
          const books = emptyBooks();
          for (const one of granted) grant(books, one.amount, one.expiresOn);
          expire(books, 40);
          for (const one of used.toSorted((a, b) => a.day - b.day)) use(books, one.amount, one.day);
          return books.figures;
        };
        const money = ({ credits, spent, overdraft }: WalletBooks['figures']) => [credits, spent, overdraft];
        expect(money(told(true))).toEqual(money(told(false)));
        expect(money(late())).toEqual(money(told(false)));
      }),
    );
  });
});
