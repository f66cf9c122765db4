import { describe, expect, it } from '@jest/globals';
import { deepestJson, isNestedTooDeep } from './json-nesting.js';

const nested = (depth: number, inside = '') => '['.repeat(depth) + inside + ']'.repeat(depth);

describe('the nesting of a JSON text', () => {
  it('is too deep one level beyond the limit', () => {
    expect(isNestedTooDeep(nested(deepestJson))).toBe(false);
    expect(isNestedTooDeep(nested(deepestJson + 1))).toBe(true);
    expect(isNestedTooDeep('{"a":'.repeat(deepestJson + 1))).toBe(true);
  });

  it('does not count what stands side by side, or in strings', () => {
    expect(isNestedTooDeep(`[${Array(1_000).fill('[{}]').join(',')}]`)).toBe(false);
    const brackets = '['.repeat(1_000);
    expect(isNestedTooDeep(JSON.stringify([brackets, `\\"${brackets}`, { [brackets]: 1 }]))).toBe(false);
    expect(isNestedTooDeep(`["\\\\",${nested(deepestJson)}]`)).toBe(true);
  });
});
