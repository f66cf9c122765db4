import { defineJob } from '@onegate/platform';
import { z } from 'zod';

export const keepEventPartitions = defineJob({
  name: 'usage-partitions',
  about:
    'Makes the coming months of the table of usage events, and lets go of those that are kept no longer.',
  payload: z.object({}),
});
