import { describe, expect, it } from '@jest/globals';
import { processPlan } from './process-plan.js';
import { waitBeforeStart } from './process-slot.js';

const plan = (mode: 'production' | 'embedded', count?: number, settleSeconds?: number) =>
  processPlan(
    {
      runtime: { mode, dataDir: '', logLevel: 'info' },
      http: { drainSeconds: 15 } as never,
      processes: { count, settleSeconds, restartSeconds: 600 },
    },
    8,
  );

describe('processPlan', () => {
  it('uses every core in production and one process elsewhere, unless told', () => {
    expect(plan('production').count).toBe(8);
    expect(plan('embedded').count).toBe(1);
    expect(plan('embedded', 3).count).toBe(3);
  });

  it('settles where load balancers have to notice', () => {
    expect(plan('production').settleMillis).toBe(5_000);
    expect(plan('embedded').settleMillis).toBe(0);
    expect(plan('production', 1, 0).settleMillis).toBe(0);
  });
});

it('one that died is started at once, one that dies again and again ever later', () => {
  expect([1, 2, 3, 4, 100].map(waitBeforeStart)).toEqual([0, 250, 500, 1_000, 30_000]);
});
