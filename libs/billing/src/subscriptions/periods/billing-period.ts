import { addMonths } from '@onegate/platform';
import { monthsIn, type PlanInterval } from '../../plans/plan-terms.js';
import { momentOf, wallTimeOf } from './zoned-time.js';

/** From the first moment, up to and without the second. */
export interface BillingPeriod {
  readonly number: number;
  readonly start: Date;
  readonly end: Date;
}

/** What periods are counted from. */
export interface PeriodAnchor {
  readonly anchorAt: Date;
  readonly timeZone: string;
  readonly interval: PlanInterval;
}

/**
 * The period of that number, the first being 0. Every one is counted from the anchor and by the clocks of its zone: who
 * subscribes on the 31st at nine in the morning pays on the last day of shorter months at nine, and on the 31st again.
 */
export function periodOf(anchor: PeriodAnchor, number: number): BillingPeriod {
  return { number, start: startOf(anchor, number), end: startOf(anchor, number + 1) };
}

/** The period that a moment falls into; before the anchor it is the first one. */
export function periodAt(anchor: PeriodAnchor, moment: Date): BillingPeriod {
  const monthsBetween = (moment.getTime() - anchor.anchorAt.getTime()) / (28 * 86_400_000);
  let number = Math.max(0, Math.ceil(monthsBetween / monthsIn[anchor.interval]));
  while (number > 0 && startOf(anchor, number) > moment) number -= 1;
  return periodOf(anchor, number);
}

function startOf({ anchorAt, timeZone, interval }: PeriodAnchor, number: number): Date {
  if (number === 0) return anchorAt;
  const wall = addMonths(wallTimeOf(anchorAt, timeZone), number * monthsIn[interval]);
  return momentOf(wall, timeZone);
}
