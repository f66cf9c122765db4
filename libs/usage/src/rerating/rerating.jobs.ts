import { defineJob } from '@onegate/platform';
import { z } from 'zod';

export const rerate = defineJob({
  name: 're-rating',
  about:
    'Counts, or corrects, what calls in a span should have cost by another price, and notes it on statements',
  payload: z.object({ publicId: z.string() }),
});
export type Rerate = z.output<typeof rerate.payload>;
