import { defineJob } from '@onegate/platform';
import { z } from 'zod';

export const makeEventPartitions = defineJob({
  name: 'usage-partitions',
  about: 'Makes the coming months of the table of usage events.',
  payload: z.object({}),
});
