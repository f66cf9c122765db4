import { describe, expect, it } from '@jest/globals';
import { leavesAt } from './cap-window.js';
import { spendLimitsOf, type Budget } from './call-limits.js';

const caller = { userId: 7, key: null };
const hour = 3_600_000;
const since = Date.UTC(2026, 0, 1);

function limitsAt(budgets: readonly Budget[], at: number) {
  return spendLimitsOf(caller, budgets, { at, zone: 'UTC' });
}

describe('the limits of a call', () => {
  it('of a plan look at the time up to now, for each person, and name the step that a call counts in', () => {
    const period = { window: 'five_hour', millis: 5 * hour, stepMillis: hour / 4 } as const;
    const budgets: Budget[] = [{ userId: 'each', limitNano: 5n, period }];
    const step = since / (hour / 4);
    const names = [0, hour / 4 - 1, hour / 4].map((later) => limitsAt(budgets, since + later)[0]?.name);
    expect(names).toEqual([`r.7.900000.20@${step}`, `r.7.900000.20@${step}`, `r.7.900000.20@${step + 1}`]);
    expect(limitsAt(budgets, since)).toMatchObject([
      { limit: 5n, whose: 'user', period: 'five_hour', resetsAt: null },
    ]);
    expect(leavesAt(period, step)).toBe(since + 5 * hour + hour / 4);
  });

  it('that began at the same moment are one, of which the lower binds, remembered as long as the longer', () => {
    const budgets: Budget[] = [
      { userId: 7, limitNano: 10n, period: 'monthly' },
      { userId: 7, limitNano: 3n, period: 'daily' },
    ];
    const [monthly] = limitsAt(budgets.slice(0, 1), since);
    const limits = limitsAt(budgets, since);
    expect(limits).toEqual([
      expect.objectContaining({ limit: 3n, period: 'daily', forgetAt: monthly?.forgetAt }),
    ]);
    expect(limitsAt(budgets, since + 25 * hour)).toHaveLength(2);
  });
});
