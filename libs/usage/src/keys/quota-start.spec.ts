import { expect, it } from '@jest/globals';
import { quotaStart } from './quota-start.js';

it.each([
  ['none', '2026-05-13T10:00:00Z', undefined],
  ['daily', '2026-05-13T10:00:00Z', '2026-05-13T00:00:00.000Z'],
  ['weekly', '2026-05-13T10:00:00Z', '2026-05-11T00:00:00.000Z'],
  ['weekly', '2026-05-11T00:00:00Z', '2026-05-11T00:00:00.000Z'],
  ['weekly', '2026-05-10T23:59:59Z', '2026-05-04T00:00:00.000Z'],
  ['monthly', '2026-05-13T10:00:00Z', '2026-05-01T00:00:00.000Z'],
] as const)('a %s quota at %s began at %s', (period, now, start) => {
  expect(quotaStart(period, new Date(now))?.toISOString()).toBe(start);
});
