import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { FreshCache } from './fresh-cache.js';

interface Person {
  readonly id: number;
  readonly name: string;
}

function cacheOf(options: { capacity?: number; isCurrent?: () => boolean } = {}) {
  return new FreshCache<Person>({
    capacity: options.capacity ?? 10,
    isCurrent: options.isCurrent ?? (() => true),
    tagsOf: ({ id }) => [`user:${id}`],
  });
}

/** A look that ends when it is told to. */
function slowLook() {
  const { promise, resolve } = Promise.withResolvers<Person | null>();
  return { look: () => promise, answer: resolve };
}

/** Looks that were not waited for have come to their end. */
const settled = () => setImmediate();

const named = (name: string) => () => Promise.resolve({ id: 1, name });

describe('FreshCache', () => {
  it('looks once, until the news say that it changed', async () => {
    const cache = cacheOf();
    await cache.get('a', named('old'));
    expect(await cache.get('a', named('new'))).toMatchObject({ name: 'old' });
    cache.forget('user:1');
    expect(await cache.get('a', named('new'))).toMatchObject({ name: 'new' });
  });

  it('looks every time while news may be missing', async () => {
    let current = true;
    const cache = cacheOf({ isCurrent: () => current });
    await cache.get('a', named('old'));
    current = false;
    expect(await cache.get('a', named('new'))).toMatchObject({ name: 'new' });
  });

  it('does not keep what was looked up while its news came in', async () => {
    const cache = cacheOf();
    const { look, answer } = slowLook();
    const first = cache.get('a', look);
    cache.forget('user:1');
    const second = cache.get('a', named('new'));
    expect(await second).toMatchObject({ name: 'new' });
    answer({ id: 1, name: 'old' });
    await first;
    expect(await cache.get('a', named('newer'))).toMatchObject({ name: 'new' });
  });

  it('keeps what was looked up while news of others came in', async () => {
    const cache = cacheOf();
    const { look, answer } = slowLook();
    const first = cache.get('a', look);
    cache.forget('user:2');
    answer({ id: 1, name: 'kept' });
    await first;
    expect(await cache.get('a', named('other'))).toMatchObject({ name: 'kept' });
  });

  it('keeps nothing that is doubted until it is said to be done', async () => {
    const cache = cacheOf();
    cache.doubt('user:1');
    await cache.get('a', named('old'));
    expect(await cache.get('a', named('new'))).toMatchObject({ name: 'new' });
    cache.forget('user:1');
    await cache.get('a', named('newer'));
    expect(await cache.get('a', named('newest'))).toMatchObject({ name: 'newer' });
  });

  it('shares one look among callers at the same time', async () => {
    const cache = cacheOf();
    let looks = 0;
    const look = () => {
      looks += 1;
      return Promise.resolve({ id: 1, name: 'one' });
    };
    await Promise.all([cache.get('a', look), cache.get('a', look), cache.get('a', look)]);
    expect(looks).toBe(1);
  });

  it('holds no more than its capacity, and forgets what was used longest ago', async () => {
    const cache = cacheOf({ capacity: 2 });
    await cache.get('a', named('a'));
    await cache.get('b', named('b'));
    await cache.get('a', named('again'));
    await cache.get('c', named('c'));
    expect(cache.size).toBe(2);
    expect(await cache.get('a', named('again'))).toMatchObject({ name: 'a' });
    expect(await cache.get('b', named('again'))).toMatchObject({ name: 'again' });
  });

  it('does not remember that something is not there, nor a failed look', async () => {
    const cache = cacheOf();
    expect(await cache.get('a', () => Promise.resolve(null))).toBeNull();
    await expect(cache.get('a', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(await cache.get('a', named('there'))).toMatchObject({ name: 'there' });
  });

  it('clears everything, what is being looked up included', async () => {
    const cache = cacheOf();
    const { look, answer } = slowLook();
    const first = cache.get('a', look);
    cache.clear();
    answer({ id: 1, name: 'old' });
    await first;
    expect(cache.size).toBe(0);
  });
});

describe('what is asked for all the time', () => {
  let now = 0;
  beforeEach(() => {
    now = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => now);
  });
  afterEach(() => void jest.restoreAllMocks());

  async function keptFor(millis: number): Promise<FreshCache<Person>> {
    const cache = cacheOf();
    await cache.get('a', named('old'));
    now = millis;
    return cache;
  }

  it('is looked up again after a while, once, and nobody waits for it', async () => {
    const cache = await keptFor(50_000);
    const { look, answer } = slowLook();
    expect(await cache.get('a', look)).toMatchObject({ name: 'old' });
    expect(await cache.get('a', () => Promise.reject(new Error('a second look')))).toMatchObject({
      name: 'old',
    });
    answer({ id: 1, name: 'new' });
    await settled();
    now = 80_000;
    expect(await cache.get('a', named('newer'))).toMatchObject({ name: 'new' });
  });

  it('is not asked for before, nor believed for longer than a minute', async () => {
    const cache = await keptFor(40_000);
    await cache.get('a', () => Promise.reject(new Error('too soon')));
    now = 60_000;
    expect(await cache.get('a', named('new'))).toMatchObject({ name: 'new' });
  });

  it('is forgotten once it is found gone, and kept while the look fails', async () => {
    const cache = await keptFor(50_000);
    await cache.get('a', () => Promise.reject(new Error('away')));
    await settled();
    expect(await cache.get('a', () => Promise.resolve(null))).toMatchObject({ name: 'old' });
    await settled();
    expect(await cache.get('a', () => Promise.resolve(null))).toBeNull();
  });
});
