import type { AccountTag } from '@onegate/billing';
import { defineJob } from '@onegate/platform';
import { z } from 'zod';

export const checkSpending = defineJob({
  name: 'spend-alerts',
  about: 'Tells of quotas and budgets of an account of which much is used',
  payload: z.object({ account: z.custom<AccountTag>((text) => /^[uo]\d+$/.test(String(text))) }),
  concurrency: 2,
});
export type CheckSpending = z.output<typeof checkSpending.payload>;

export const sweepSpending = defineJob({
  name: 'spend-alerts-sweep',
  about: 'Looks at the quotas and budgets of accounts that were used lately',
  payload: z.object({}),
});
