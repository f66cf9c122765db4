import type { RateLimitReport } from '../capacity/rate-limit-report.js';

/** How well something answers. Moments are epoch milliseconds of Redis' clock; 0 is never. */
export interface Health {
  /** In a row. */
  readonly failures: number;
  /** When it was last taken out of use. */
  readonly openedAt: number;
  /** In use again, by one caller who tries it, from this moment on; 0 while it is in use. */
  readonly until: number;
  /** The lease of the caller who is trying it. */
  readonly probe: string | null;
  readonly probeUntil: number;
}

/** What is known of one model at an account. */
export interface RouteState {
  readonly health: Health;
  /** The provider said that nothing is left until then. */
  readonly blockedUntil: number;
  /** Moving averages of what was observed. */
  readonly firstByteMs: number | null;
  readonly latencyMs: number | null;
  readonly observedAt: number;
  /** What the provider last told of its limits. */
  readonly report: RateLimitReport | null;
  readonly reportedAt: number;
}

/** What was used of this minute and the one before. */
export interface MinuteWindow {
  readonly minute: number;
  readonly requests: number;
  readonly tokens: number;
  readonly previousRequests: number;
  readonly previousTokens: number;
}

/** What all processes together know of an account. */
export interface AccountState {
  readonly health: Health;
  readonly routes: ReadonlyMap<number, RouteState>;
  readonly inFlight: number;
  readonly window: MinuteWindow;
  /** As `202603`. */
  readonly month: number;
  readonly spentNanoUsd: number;
  /** The moment of which this tells. */
  readonly at: number;
}

export const wellHealth: Health = { failures: 0, openedAt: 0, until: 0, probe: null, probeUntil: 0 };

export const freshRoute: RouteState = {
  health: wellHealth,
  blockedUntil: 0,
  firstByteMs: null,
  latencyMs: null,
  observedAt: 0,
  report: null,
  reportedAt: 0,
};

export const emptyWindow: MinuteWindow = {
  minute: 0,
  requests: 0,
  tokens: 0,
  previousRequests: 0,
  previousTokens: 0,
};

/** An account of which nothing is known. */
export function freshAccount(at: number): AccountState {
  return {
    health: wellHealth,
    routes: new Map(),
    inFlight: 0,
    window: emptyWindow,
    month: 0,
    spentNanoUsd: 0,
    at,
  };
}

export const minuteMillis = 60_000;

/** The window as of now: what was this minute may by now be the one before, or long past. */
export function rolledWindow(window: MinuteWindow, now: number): MinuteWindow {
  const minute = Math.floor(now / minuteMillis);
  if (minute === window.minute) return window;
  const follows = minute === window.minute + 1;
  return {
    minute,
    requests: 0,
    tokens: 0,
    previousRequests: follows ? window.requests : 0,
    previousTokens: follows ? window.tokens : 0,
  };
}

/** Uses of the last sixty seconds, taking those of the minute before as evenly spread. */
export function usedInWindow(window: MinuteWindow, now: number): { requests: number; tokens: number } {
  const { requests, tokens, previousRequests, previousTokens } = rolledWindow(window, now);
  const share = 1 - (now % minuteMillis) / minuteMillis;
  return { requests: requests + previousRequests * share, tokens: tokens + previousTokens * share };
}

/** The month as `202603`, of universal time. */
export function monthOf(now: number): number {
  const date = new Date(now);
  return date.getUTCFullYear() * 100 + date.getUTCMonth() + 1;
}

export function nextMonth(now: number): number {
  const date = new Date(now);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}
