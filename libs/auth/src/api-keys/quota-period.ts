/** When the spend quota of a key starts anew; `none` is never. */
export const quotaPeriods = ['none', 'daily', 'weekly', 'monthly'] as const;
export type QuotaPeriod = (typeof quotaPeriods)[number];
