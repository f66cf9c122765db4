import type { UsedCap } from '@onegate/usage';
import { z } from 'zod';

export const usageLimitsView = z
  .object({
    limits: z.array(
      z.object({
        type: z.enum(['five_hour', 'weekly', 'monthly']),
        percentUsed: z.number(),
        resetsAt: z.iso.datetime(),
      }),
    ),
  })
  .meta({ id: 'PlanUsageLimits' });

export function toUsageLimitsView(caps: readonly UsedCap[]): z.input<typeof usageLimitsView> {
  return {
    limits: caps.map(({ window, percentUsed, resetsAt }) => ({
      type: window,
      percentUsed,
      resetsAt: resetsAt.toISOString(),
    })),
  };
}
