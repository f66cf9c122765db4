import { defineJob } from '@onegate/platform';
import { z } from 'zod';

export const sweepHolds = defineJob({
  name: 'hold-sweep',
  about:
    'Ends holds whose process is gone or that are too old, and writes down which; thoroughly, also what Redis still takes for not booked',
  payload: z.object({ isThorough: z.boolean() }),
});
export type SweepHolds = z.output<typeof sweepHolds.payload>;
