import type { QuotaPeriod } from '@onegate/auth';

const day = 86_400_000;
/** 1970-01-05: weeks begin on Monday. */
const firstMonday = 4 * day;

/** When the present period of a quota began, in UTC; `null` for one that never starts anew. */
export function quotaStart(period: QuotaPeriod, now: Date): Date | null {
  if (period === 'none') return null;
  if (period === 'monthly') return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1));
  const length = period === 'weekly' ? 7 * day : day;
  const offset = period === 'weekly' ? firstMonday : 0;
  return new Date(Math.floor((now.getTime() - offset) / length) * length + offset);
}
