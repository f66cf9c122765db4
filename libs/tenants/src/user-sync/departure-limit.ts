import type { Departures } from './sync-plan.js';

interface DepartureLimit {
  readonly maxDeparturePercent: number;
  /** As many as a person has agreed to for this run. */
  readonly confirmedDepartures: number | null;
}

/** Whether so many may go without a person's word, or have it. */
export function mayLeave(
  { managed, leaving }: Departures,
  { maxDeparturePercent, confirmedDepartures }: DepartureLimit,
): boolean {
  if (confirmedDepartures !== null && leaving <= confirmedDepartures) return true;
  return leaving * 100 <= managed * maxDeparturePercent;
}
