import { dateIn, nextDate, type Span } from './span.js';
import type { AskedSpan } from './statistics.schema.js';

const usualDays = 30;

/** The span that is meant: an end that is left out is today, a start that is left out is thirty days before the end. */
export function spanFor(asked: AskedSpan, zone: string, now: Date): Span {
  const today = dateIn(zone, now);
  const endDate = asked.endDate ?? (asked.startDate && asked.startDate > today ? asked.startDate : today);
  return { startDate: asked.startDate ?? nextDate(endDate, 1 - usualDays), endDate, zone };
}
