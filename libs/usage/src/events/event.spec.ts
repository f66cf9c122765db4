import { describe, expect, it } from '@jest/globals';
import { newId } from '@onegate/platform';
import { monthOf } from './event-month.js';
import { tokenCounts } from './event-tokens.js';

describe('tokenCounts', () => {
  it('kinds that are priced apart are counted together, and what is no token is not', () => {
    const usage = {
      input: 1,
      cached_read: 2,
      cache_write: 4,
      output: 8,
      reasoning: 16,
      request: 1,
      image: 32,
      image_token: 64,
      image_output: 128,
    };
    expect(tokenCounts(usage)).toEqual({ prompt: 71, completion: 152, cached: 2, reasoning: 16 });
    expect(tokenCounts({})).toEqual({ prompt: 0, completion: 0, cached: 0, reasoning: 0 });
  });
});

describe('monthOf', () => {
  it('holds the ids of its first and last moment, and none of another month', () => {
    const { name, firstId, endId } = monthOf(new Date('2026-02-14T12:00:00Z'));
    expect(name).toBe('2026_02');
    for (const inside of ['2026-02-01T00:00:00.000Z', '2026-02-28T23:59:59.999Z']) {
      const id = newId('evt', new Date(inside));
      expect(id >= firstId && id < endId).toBe(true);
    }
    expect(newId('evt', new Date('2026-01-31T23:59:59.999Z')) < firstId).toBe(true);
    expect(newId('evt', new Date('2026-03-01T00:00:00.000Z')) >= endId).toBe(true);
  });
});
