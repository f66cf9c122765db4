import { usd } from '@onegate/platform';
import { z } from 'zod';

const channels = { email: z.boolean(), webhook: z.boolean(), isActive: z.boolean() };
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
      email: channels.email.default(true),
      webhook: channels.webhook.default(true),
    }),
    z.object({
      kind: z.enum(['key_quota', 'budget']),
      percent: z.int().min(1).max(100),
      email: channels.email.default(true),
      webhook: channels.webhook.default(true),
    }),
  ])
  .meta({ id: 'NewAlert', example: { kind: 'balance', thresholdUsd: '5.00', email: true, webhook: false } });
export type NewAlert = z.output<typeof newAlert>;

/** What is left out stays. */
export const alertChange = z
  .object(channels)
  .partial()
  .meta({ id: 'AlertChange', example: { isActive: false } });
export type AlertChange = z.output<typeof alertChange>;
