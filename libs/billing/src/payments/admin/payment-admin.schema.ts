import { pageQuery } from '@onegate/platform';
import { z } from 'zod';
import { paymentStatuses } from '../payment.flow.js';

const blank = (value: unknown) => (value === '' || value === null ? undefined : value);

/** Which payments: by status, or by a part of an id or of the name or e-mail of who pays. */
export const paymentsQuery = pageQuery
  .extend({
    search: z.preprocess(blank, z.string().max(200).default('')),
    status: z.preprocess(blank, z.enum(paymentStatuses).optional()),
  })
  .meta({ id: 'PaymentsQuery' });
export type PaymentsQuery = z.output<typeof paymentsQuery>;

/** What providers told; `refused` is what somebody has to look at. */
export const paymentEventsQuery = pageQuery
  .extend({
    outcome: z.preprocess(blank, z.enum(['applied', 'unchanged', 'unrelated', 'refused']).optional()),
    payment_id: z.preprocess(blank, z.coerce.number().int().optional()),
  })
  .meta({ id: 'PaymentEventsQuery' });
export type PaymentEventsQuery = z.output<typeof paymentEventsQuery>;

export const refundRequest = z
  .object({
    amount_cents: z
      .int()
      .min(1)
      .nullish()
      .meta({ description: 'All that is left of it where nothing is said' }),
    reason: z.string().trim().min(1).max(500),
    reference: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .meta({ description: 'Any text that is new for this payment; sent again, it changes nothing' }),
  })
  .meta({ id: 'RefundOrder', example: { amount_cents: 500, reason: 'Goodwill', reference: 'ticket-4711' } });
export type RefundRequest = z.output<typeof refundRequest>;
