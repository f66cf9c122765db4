/** What time it is. Injected wherever time matters, so that a story can let months pass. */
export abstract class Clock {
  abstract now(): Date;
}

export class SystemClock extends Clock {
  override now(): Date {
    return new Date();
  }
}
