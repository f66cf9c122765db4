/** Nothing that a provider says of the future is believed for longer. */
const farthestMillis = 31 * 86_400_000;

const unitMillis: Record<string, number> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
const durationPattern = /^(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h|d))+$/;
const durationPart = /(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h|d)/g;
const numberPattern = /^\d+(?:\.\d+)?$/;

/** `6m0s`, `1.5s`, `120ms`, `1d2h`; `null` for what is none. */
export function readDuration(text: string): number | null {
  if (!durationPattern.test(text)) return null;
  const parts = [...text.matchAll(durationPart)];
  return Math.ceil(
    parts.reduce((sum, [, count, unit]) => sum + Number(count) * (unitMillis[unit ?? 's'] ?? 0), 0),
  );
}

/**
 * The moment that a header names, in epoch milliseconds: a duration, a date, seconds from now, or an epoch in seconds or
 * milliseconds, which its size tells apart. What is past is now.
 */
export function readMoment(text: string | null, now: number): number | null {
  const trimmed = text?.trim() ?? '';
  const moment = momentOf(trimmed, now);
  if (moment === null || !Number.isFinite(moment)) return null;
  return Math.min(Math.max(Math.ceil(moment), now), now + farthestMillis);
}

function momentOf(text: string, now: number): number | null {
  const duration = readDuration(text);
  if (duration !== null) return now + duration;
  if (numberPattern.test(text)) return numericMoment(Number(text), now);
  return /[T,]/.test(text) ? Date.parse(text) : null;
}

function numericMoment(value: number, now: number): number {
  if (value >= 1e11) return value;
  return value >= 1e9 ? value * 1_000 : now + value * 1_000;
}
