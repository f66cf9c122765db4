import { z } from 'zod';

const moment = z.union([z.iso.datetime({ offset: true }), z.iso.date()]).transform((text) => new Date(text));

/** A plan that a tenant has without paying for it here. */
export const manualSubscription = z
  .object({
    plan_id: z.int().min(1),
    starts_at: moment,
    ends_at: moment.nullish().transform((end) => end ?? null),
    seats: z.int().min(1).max(100_000),
    note: z
      .string()
      .trim()
      .max(1_000)
      .nullish()
      .transform((note) => note || null),
  })
  .meta({
    id: 'NewTenantSubscription',
    example: { plan_id: 1, starts_at: '2026-01-01', ends_at: '2026-12-31', seats: 10, note: 'Paid by wire' },
  });
export type ManualSubscription = z.output<typeof manualSubscription>;
