import { defineJob } from '@onegate/platform';
import { z } from 'zod';

export const aggregateUsage = defineJob({
  name: 'usage-aggregation',
  about:
    'Sums up the usage of large accounts once more by shifts of six hours and weeks, once those are over.',
  payload: z.object({}),
});
