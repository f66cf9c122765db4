import type { UpstreamTimeouts } from './route.js';

/** Long enough for a model that thinks for minutes before its first word. */
export const defaultTimeouts: UpstreamTimeouts = {
  connectMs: 5_000,
  firstByteMs: 300_000,
  idleMs: 120_000,
  totalMs: 1_800_000,
};
