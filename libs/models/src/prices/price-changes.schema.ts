import { pageQuery } from '@onegate/platform';
import { z } from 'zod';

/** Which price changes to list; those that wait, unless told otherwise. */
export const priceChangesQuery = pageQuery
  .extend({ state: z.enum(['pending', 'confirmed', 'rejected', 'superseded', 'all']).default('pending') })
  .meta({ id: 'PriceChangesQuery' });

export type PriceChangesQuery = z.output<typeof priceChangesQuery>;
