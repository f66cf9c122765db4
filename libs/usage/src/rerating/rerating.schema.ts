import { priceInput } from '@onegate/models';
import { z } from 'zod';

const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

/** The calls of a model that began in a span, and what they should have been priced by. */
export const reratingRequest = z
  .object({
    model: z.string().trim().min(1).max(300),
    from: moment,
    to: moment,
    price: z.union([z.literal('current'), priceInput]),
    allow_debit: z.boolean().default(false),
    reason: z.string().trim().min(1).max(500),
  })
  .refine(({ from, to }) => from < to, { path: ['to'], message: 'must be later than its beginning' })
  .meta({
    id: 'ReratingRequest',
    example: {
      model: 'openai/gpt-4o-mini',
      from: '2026-01-01T00:00:00Z',
      to: '2026-01-02T00:00:00Z',
      price: 'current',
      allow_debit: false,
      reason: 'A price with one zero too few',
    },
  });
export type ReratingRequest = z.output<typeof reratingRequest>;
