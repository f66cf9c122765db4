import { describe, expect, it } from '@jest/globals';
import { spendLimitsOf, type Budget } from './call-limits.js';

const caller = { userId: 7, key: null };
const hour = 3_600_000;
const since = Date.UTC(2026, 0, 1);

function limitsAt(budgets: readonly Budget[], at: number) {
  return spendLimitsOf(caller, budgets, { at, zone: 'UTC' });
}

describe('the limits of a call', () => {
  it('count in the windows of a plan, for each person, from when it began', () => {
    const period = { window: 'five_hour', since, millis: 5 * hour } as const;
    const budgets: Budget[] = [{ userId: 'each', limitNano: 5n, period }];
    const start = since + 10 * hour;
    expect(limitsAt(budgets, start + hour)).toEqual([
      expect.objectContaining({
        name: `p.7.${start}`,
        limit: 5n,
        whose: 'user',
        period: 'five_hour',
        resetsAt: start + 5 * hour,
      }),
    ]);
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
