import type { RouteState } from './account-state.js';
import type { CallReport } from './route-states.js';

/** The weight of the newest observation. */
const newestShare = 0.2;
/** Older observations say nothing about now. */
export const observedForMillis = 300_000;

/** The route with what a call showed of its speed. */
export function movedAverages(
  route: RouteState,
  { firstByteMs, latencyMs }: Pick<CallReport, 'firstByteMs' | 'latencyMs'>,
  now: number,
): RouteState {
  if (firstByteMs === null && latencyMs === null) return route;
  const isFresh = now - route.observedAt < observedForMillis;
  return {
    ...route,
    firstByteMs: moved(isFresh ? route.firstByteMs : null, firstByteMs),
    latencyMs: moved(isFresh ? route.latencyMs : null, latencyMs),
    observedAt: now,
  };
}

function moved(before: number | null, observed: number | null): number | null {
  if (observed === null || before === null) return observed ?? before;
  return before * (1 - newestShare) + observed * newestShare;
}
