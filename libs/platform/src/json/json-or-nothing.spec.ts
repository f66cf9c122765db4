import { describe, expect, it } from '@jest/globals';
import { jsonOrNothing } from './json-or-nothing.js';

describe('jsonOrNothing', () => {
  it.each([
    ['{"a":[1]}', { a: [1] }],
    ['null', null],
    ['""', ''],
    ['', undefined],
    ['{"a":', undefined],
    ['<html>', undefined],
  ])('of %s is %j', (text, value) => {
    expect(jsonOrNothing(text)).toEqual(value);
  });
});
