import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { longestSuites } from '../setup/jest/longest-suites.ts';

it('every suite that is begun first is still there', () => {
  const root = path.join(import.meta.dirname, '../..');
  expect(longestSuites.filter((suite) => !existsSync(path.join(root, suite)))).toEqual([]);
});
