/** A request that a driver sends over and over; where there are several authorizations they take turns. */
export interface Target {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly authorizations?: readonly string[];
  readonly body: string;
}

/** So many connections, each with its next request as soon as it has an answer: how much goes through. */
export interface FloodJob {
  readonly kind: 'flood';
  readonly target: Target;
  readonly connections: number;
  readonly seconds: number;
  /** Instead of the time, where it is given. */
  readonly amount?: number;
}

export interface FloodResult {
  readonly answered: number;
  /** Anything but a 2xx. */
  readonly failed: number;
  readonly seconds: number;
}

/** Requests at a fixed rate whatever the answers do: how long they take. */
export interface RateJob {
  readonly kind: 'rate';
  readonly target: Target;
  readonly perSecond: number;
  readonly seconds: number;
}

export interface RateResult {
  /** Milliseconds from when each was due. */
  readonly millis: readonly number[];
  readonly failed: number;
}

/** Streams, so many at once until so many have been made. */
export interface StreamsJob {
  readonly kind: 'streams';
  readonly target: Target;
  readonly atOnce: number;
  readonly total: number;
  readonly chunks: number;
  /** Over how long the first ones begin, so that not all of them begin and end in step. */
  readonly spreadMs?: number;
  /** Leaves each after this many pieces. */
  readonly leaveAfter?: number;
}

export interface StreamsResult {
  /** Milliseconds to the first piece, of each stream. */
  readonly firstMillis: readonly number[];
  /** Milliseconds between pieces: the median and the 99th percentile of all. */
  readonly gapMillis: { readonly median: number; readonly p99: number };
  /** Streams that came whole: every piece, and the end. */
  readonly whole: number;
  readonly failed: number;
}

export interface Jobs {
  readonly flood: { readonly job: FloodJob; readonly result: FloodResult };
  readonly rate: { readonly job: RateJob; readonly result: RateResult };
  readonly streams: { readonly job: StreamsJob; readonly result: StreamsResult };
}

export type Job = Jobs[keyof Jobs]['job'];
