import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database, migrate } from '@onegate/platform';
import { User } from '@onegate/tenants';
import { DataSource, QueryFailedError } from 'typeorm';
import { given } from '../setup/given.ts';
import { Installation } from '../setup/installation.ts';

let installation: Installation;
let database: Database;
let source: DataSource;
let people: ReturnType<typeof given>;

beforeAll(async () => {
  installation = await Installation.create();
  const { app } = await installation.api();
  database = app.get(Database);
  source = app.get(DataSource);
  people = given(app);
});
afterAll(() => installation.close());

async function nameOf(user: User): Promise<string | undefined> {
  return (await database.of(User).findOneBy({ id: user.id }))?.name;
}

describe('a transaction', () => {
  it('takes everything back when it fails, and its effects never happen', async () => {
    const user = await people.user();
    const effects: string[] = [];
    const failing = database.transaction(async () => {
      await database.of(User).update(user.id, { name: 'Changed' });
      await database.afterCommit(() => effects.push('happened'));
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await nameOf(user)).toBe(user.name);
    expect(effects).toEqual([]);
  });

  it('inside another joins it: its effects wait for the outer commit', async () => {
    const user = await people.user();
    const seen: (string | undefined)[] = [];
    await database.transaction(async () => {
      await database.transaction(async () => {
        await database.of(User).update(user.id, { name: 'Inner' });
        await database.afterCommit(async () => seen.push(await nameOf(user)));
      });
      seen.push('outer goes on');
    });
    expect(seen).toEqual(['outer goes on', 'Inner']);
  });

  it('stands although an effect fails', async () => {
    const user = await people.user();
    await database.transaction(async () => {
      await database.of(User).update(user.id, { name: 'Kept' });
      await database.afterCommit(() => Promise.reject(new Error('effect')));
    });
    expect(await nameOf(user)).toBe('Kept');
  });

  it('is tried again after a deadlock, with the effects of the last try only', async () => {
    const [one, two] = [await people.user(), await people.user()];
    const effects: string[] = [];
    let arrived = 0;
    let bothHoldOne = (): void => undefined;
    const both = new Promise<void>((resolve) => (bothHoldOne = resolve));
    const crosswise = (first: User, second: User, name: string) =>
      database.transaction(async () => {
        await database.afterCommit(() => effects.push(name));
        await database.of(User).update(first.id, { name });
        arrived += 1;
        if (arrived === 2) bothHoldOne();
        await both;
        await database.of(User).update(second.id, { name });
      });
    await Promise.all([crosswise(one, two, 'a'), crosswise(two, one, 'b')]);
    expect(effects.toSorted()).toEqual(['a', 'b']);
    expect(await nameOf(one)).toBe(await nameOf(two));
    expect(arrived).toBeGreaterThan(2);
  });

  it('is not tried again for other failures', async () => {
    let tries = 0;
    const failing = database.transaction(async () => {
      tries += 1;
      await database.query('select 1 / 0');
    });
    await expect(failing).rejects.toBeInstanceOf(QueryFailedError);
    expect(tries).toBe(1);
  });
});

it('exclusively lets one at a time through', async () => {
  let inside = 0;
  let most = 0;
  const visit = () =>
    database.exclusively('door', async () => {
      inside += 1;
      most = Math.max(most, inside);
      await database.query('select pg_sleep(0.005)');
      inside -= 1;
    });
  await Promise.all([visit(), visit(), visit(), visit()]);
  expect(most).toBe(1);
});

it('several processes may migrate at once', async () => {
  await source.query(`drop schema public cascade`);
  await source.query(`create schema public`);
  const rival = await new DataSource(source.options).initialize();
  const applied = await Promise.all([migrate(source), migrate(rival)]);
  await rival.destroy();
  expect(applied.filter((names) => names.length > 0)).toHaveLength(1);
});
