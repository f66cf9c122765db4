import { pageQuery } from '@onegate/platform';
import { z } from 'zod';

const blank = (value: unknown) => (value === '' || value === null ? undefined : value);

/** Which accounts: those that differ, or one by its short name (`u5`, `o7`). */
export const reconciliationQuery = pageQuery
  .extend({
    only_differences: z.preprocess(blank, z.stringbool().default(false)),
    account: z.preprocess(
      blank,
      z
        .string()
        .regex(/^[uo]\d{1,15}$/, 'must be the short name of an account, such as o7')
        .optional(),
    ),
  })
  .meta({ id: 'ReconciliationQuery' });
export type ReconciliationQuery = z.output<typeof reconciliationQuery>;

export const reconciliationRequest = z
  .object({
    thorough: z
      .boolean()
      .default(false)
      .meta({ description: 'Read every event and entry again, and not only what has moved' }),
  })
  .default({ thorough: false })
  .meta({ id: 'ReconciliationRequest', example: { thorough: true } });
export type ReconciliationRequest = z.output<typeof reconciliationRequest>;
