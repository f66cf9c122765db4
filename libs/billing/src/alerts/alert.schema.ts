import { given, usd } from '@onegate/platform';
import { z } from 'zod';

const flag = given(z.boolean());
const channel = z
  .boolean()
  .nullish()
  .transform((isWanted) => isWanted ?? true);
const threshold = z
  .string()
  .regex(/^\d{1,7}(\.\d{1,9})?$/, 'must be an amount in dollars with nine fraction digits at most')
  .transform((text) => usd(text));

/** An alert: when the balance falls below a threshold, or when so much of a quota or budget is used. */
export const newAlert = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('balance'),
      thresholdUsd: threshold,
      email: channel,
      webhook: channel,
    }),
    z.object({
      kind: z.enum(['key_quota', 'budget']),
      percent: z.int().min(1).max(100),
      email: channel,
      webhook: channel,
    }),
  ])
  .meta({ id: 'NewAlert', example: { kind: 'balance', thresholdUsd: '5.00', email: true, webhook: false } });
export type NewAlert = z.output<typeof newAlert>;

/** What is left out stays. */
export const alertChange = z
  .object({ email: flag, webhook: flag, isActive: flag })
  .meta({ id: 'AlertChange', example: { isActive: false } });
export type AlertChange = z.output<typeof alertChange>;
