import { addMonths, orderedId } from '@onegate/platform';

const timeLength = 10;

/** A month of events: those whose ids lie between two others. */
export interface EventMonth {
  /** `2026_01` */
  readonly name: string;
  readonly firstId: string;
  readonly endId: string;
}

export function monthOf(date: Date): EventMonth {
  const start = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1));
  return {
    name: start.toISOString().slice(0, 7).replace('-', '_'),
    firstId: lowestIdAt(start),
    endId: lowestIdAt(addMonths(start, 1)),
  };
}

/** The first moment of a month of that name. */
export function dateOfMonth(name: string): Date {
  return new Date(`${name.replace('_', '-')}-01T00:00:00Z`);
}

/** Ids of events that were made at this moment or later are not below it. */
export function lowestIdAt(date: Date): string {
  return `evt_${orderedId(date.getTime()).slice(0, timeLength)}`;
}
