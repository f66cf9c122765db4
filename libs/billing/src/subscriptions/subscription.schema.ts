import { given } from '@onegate/platform';
import { z } from 'zod';

const seats = z.int().min(1).max(100_000);

export const subscribeInput = z
  .object({
    planId: z.string(),
    seats: given(seats).meta({ description: 'Default: as many as are in use' }),
  })
  .meta({ id: 'Subscribe', example: { planId: 'pla_01jzy3x9k4e8v6c2t5m7n8p9qr', seats: 3 } });
export type SubscribeInput = z.output<typeof subscribeInput>;

export const seatsInput = z.object({ seats }).meta({ id: 'PlanSeats', example: { seats: 10 } });
export type SeatsInput = z.output<typeof seatsInput>;

export const cancelQuery = z
  .object({
    when: z
      .preprocess(
        (value) => (value === '' ? undefined : value),
        z.enum(['period_end', 'now']).default('period_end'),
      )
      .meta({
        description: 'With the period, or at once; what was paid for the rest of it becomes credit then',
      }),
  })
  .meta({ id: 'CancelPlanQuery' });
export type CancelQuery = z.output<typeof cancelQuery>;
