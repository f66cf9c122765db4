import { describe, expect, it } from '@jest/globals';
import { usd } from '@onegate/platform';
import { autoTopUpFlow, autoTopUpStatuses, inFlight, topUpMayBecome } from './auto-top-up.flow.js';
import { monthOf, verdictOn, waitAfter } from './auto-top-up.rules.js';

const now = new Date('2026-05-01T12:00:00Z');
const terms = {
  isEnabled: true,
  thresholdCents: 500,
  amountCents: 2_000,
  monthlyLimitCents: 6_000,
  nextTryAt: null,
};
const empty = { balanceNano: 0n, usedCents: 0 };

describe('a top-up', () => {
  it.each([
    ['is due below the threshold', terms, empty, 'due'],
    ['is due a nano-dollar below it', terms, { ...empty, balanceNano: usd(5) - 1n }, 'due'],
    ['is not at the threshold', terms, { ...empty, balanceNano: usd(5) }, 'enough'],
    ['is due when the wallet owes', terms, { ...empty, balanceNano: -usd(1) }, 'due'],
    ['is due up to the limit of the month', terms, { ...empty, usedCents: 4_000 }, 'due'],
    ['is not beyond it', terms, { ...empty, usedCents: 4_001 }, 'limit'],
    [
      'has no limit unless one is set',
      { ...terms, monthlyLimitCents: null },
      { ...empty, usedCents: 1e9 },
      'due',
    ],
    ['waits', { ...terms, nextTryAt: new Date('2026-05-01T12:00:01Z') }, empty, 'waiting'],
    ['has waited', { ...terms, nextTryAt: now }, empty, 'due'],
    ['is off', { ...terms, isEnabled: false }, empty, 'off'],
  ] as const)('%s', (_, settings, standing, verdict) => {
    expect(verdictOn(settings, standing, now)).toBe(verdict);
  });

  it('waits longer after each failure, a day at most', () => {
    const hour = 3_600_000;
    expect([1, 2, 3, 4].map((failures) => waitAfter(failures, 3_600))).toEqual([
      hour,
      6 * hour,
      24 * hour,
      24 * hour,
    ]);
  });

  it('counts months in UTC', () => {
    expect(monthOf(new Date('2026-05-31T23:59:59Z'))).toEqual(new Date('2026-05-01T00:00:00Z'));
  });

  it('ends, and what has ended is not in flight; money that came stays', () => {
    for (const status of autoTopUpStatuses) {
      const isOver = status === 'failed' || status === 'succeeded';
      expect(inFlight.some((one) => one === status)).toBe(!isOver);
      if (!isOver) expect(autoTopUpFlow[status]).toEqual(expect.arrayContaining(['succeeded', 'failed']));
    }
    expect(topUpMayBecome('failed', 'succeeded')).toBe(true);
    expect(topUpMayBecome('failed', 'failed')).toBe(false);
    expect(topUpMayBecome('succeeded', 'failed')).toBe(false);
  });
});
