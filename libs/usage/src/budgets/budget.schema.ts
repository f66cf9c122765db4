import { quotaPeriods } from '@onegate/auth';
import { usd } from '@onegate/platform';
import { z } from 'zod';

const dollars = z
  .string()
  .regex(/^\d{1,9}(\.\d{1,9})?$/, 'The amount must be dollars with at most nine decimals.')
  .transform((text) => usd(text));

/** A budget to be set; without an amount it is lifted. */
export const budgetInput = z
  .object({
    userId: z
      .string()
      .nullish()
      .transform((id) => id ?? null)
      .describe('Whose it is; left out or null: of the whole organization'),
    period: z.enum(quotaPeriods),
    limitUsd: dollars.nullable(),
  })
  .meta({ id: 'Budget', example: { userId: null, period: 'monthly', limitUsd: '250.00' } });
export type BudgetInput = z.output<typeof budgetInput>;
