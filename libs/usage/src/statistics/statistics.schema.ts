import { pageQuery } from '@onegate/platform';
import { timeZone } from '@onegate/tenants';
import { z } from 'zod';

const longestSpanDays = 1_096;
const day = 86_400_000;

const date = z.preprocess(
  (value) => (value === '' || value === null ? undefined : value),
  z.iso
    .date()
    .refine((text) => text >= '2000-01-01' && text <= '2100-01-01', 'must be between 2000 and 2100')
    .optional(),
);

const zone = z.preprocess(
  (value) => (value === '' || value === null ? undefined : value),
  timeZone.optional(),
);

/** Which days are meant, both ends included; without any, the last thirty. */
export interface AskedSpan {
  readonly startDate?: string | undefined;
  readonly endDate?: string | undefined;
  readonly timeZone?: string | undefined;
}

/** `?start_date=2026-01-01&end_date=2026-01-31` */
export const spanQuery = z.object({ start_date: date, end_date: date, time_zone: zone });

/** The same as the account surface writes it. */
const accountSpanQuery = z.object({ startDate: date, endDate: date, timeZone: zone });

export const statisticsQuery = spanQuery.superRefine(checkDays);

export const accountStatisticsQuery = accountSpanQuery.superRefine(checkAccountDays);

/** The calls of those days as a file. */
export const usageFileQuery = accountSpanQuery
  .extend({ format: z.enum(['csv', 'xlsx', 'jsonl']).default('csv') })
  .superRefine(checkAccountDays);

export const serviceUsersQuery = pageQuery
  .extend({
    ...spanQuery.shape,
    tenant_id: z
      .string()
      .regex(/^(all|\d{1,15})?$/)
      .default('all')
      .transform((text) => (text === 'all' || text === '' ? undefined : Number(text))),
    search: z
      .string()
      .max(200)
      .default('')
      .transform((text) => text.replaceAll(/\p{Cc}/gu, '').trim()),
  })
  .superRefine(checkDays);

export type StatisticsQuery = z.output<typeof spanQuery>;
export type AccountStatisticsQuery = z.output<typeof accountSpanQuery>;
export type UsageFileQuery = z.output<typeof usageFileQuery>;
export type ServiceUsersQuery = z.output<typeof serviceUsersQuery>;

export function toAskedSpan({ start_date, end_date, time_zone }: StatisticsQuery): AskedSpan {
  return { startDate: start_date, endDate: end_date, timeZone: time_zone };
}

/** For whatever asks for days besides other things. */
export function checkDays(query: StatisticsQuery, context: z.RefinementCtx): void {
  complain(toAskedSpan(query), (message) =>
    context.addIssue({ code: 'custom', path: ['end_date'], message }),
  );
}

function checkAccountDays(query: AskedSpan, context: z.RefinementCtx): void {
  complain(query, (message) => context.addIssue({ code: 'custom', path: ['endDate'], message }));
}

function complain({ startDate, endDate }: AskedSpan, say: (message: string) => void): void {
  if (startDate === undefined || endDate === undefined) return;
  if (endDate < startDate) say('must not be before the start');
  else if (Date.parse(endDate) - Date.parse(startDate) >= longestSpanDays * day) {
    say(`must be within ${longestSpanDays} days of the start`);
  }
}
