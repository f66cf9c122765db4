import { Clock } from './clock.js';

export interface Duration {
  readonly days?: number;
  readonly hours?: number;
  readonly minutes?: number;
  readonly seconds?: number;
  readonly milliseconds?: number;
}

/** A clock that stands still until it is moved. For tests and stories. */
export class MovedClock extends Clock {
  private current: number;

  constructor(start: Date | string) {
    super();
    this.current = instant(start);
  }

  override now(): Date {
    return new Date(this.current);
  }

  set(moment: Date | string): void {
    this.current = instant(moment);
  }

  advance(by: Duration): void {
    this.current += inMilliseconds(by);
  }
}

export function inMilliseconds(duration: Duration): number {
  const { days = 0, hours = 0, minutes = 0, seconds = 0, milliseconds = 0 } = duration;
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000 + milliseconds;
}

function instant(moment: Date | string): number {
  const time = new Date(moment).getTime();
  if (Number.isNaN(time)) throw new RangeError(`Not a moment: ${String(moment)}`);
  return time;
}
