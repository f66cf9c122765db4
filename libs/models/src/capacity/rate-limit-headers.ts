import { readMoment } from './moments.js';
import { tightest, type Allowance, type RateLimitReport, type UsedShare } from './rate-limit-report.js';

/** Headers as fetch gives them, or as a plain object with names in lower case. */
export type AnswerHeaders =
  { get(name: string): string | null } | Readonly<Record<string, string | string[] | undefined>>;

interface HeaderNames {
  readonly limit: string;
  readonly remaining: string;
  readonly reset?: string;
}

/** `x-ratelimit-{limit,remaining,reset}-requests` and its many relatives: only the words differ. */
function named(pattern: string): HeaderNames {
  const name = (word: string) => pattern.replace('*', word);
  return { limit: name('limit'), remaining: name('remaining'), reset: name('reset') };
}

const requestHeaders: readonly HeaderNames[] = [
  named('x-ratelimit-*-requests'), // OpenAI, Azure, Groq, xAI, Fireworks
  named('anthropic-ratelimit-requests-*'),
  named('x-ratelimit-*-req-minute'), // Mistral
  named('x-ratelimit-*-requests-minute'),
  named('x-ratelimit-*-requests-day'),
  named('x-ratelimit-*'), // OpenRouter, Together, Cohere
  named('ratelimit-*'), // the draft standard
];

const tokenHeaders: readonly HeaderNames[] = [
  named('x-ratelimit-*-tokens'),
  named('x-ratelimit-*-project-tokens'),
  named('anthropic-ratelimit-tokens-*'),
  named('anthropic-ratelimit-input-tokens-*'),
  named('anthropic-ratelimit-output-tokens-*'),
  named('x-ratelimit-*-tokens-minute'), // Mistral
  { ...named('x-ratelimitbysize-*-minute'), reset: 'ratelimitbysize-reset' }, // Mistral, older
  named('x-ratelimit-*-tokens-prompt'), // Fireworks
  named('x-tokenlimit-*'), // Together
];

/** What an answer tells about the provider's limits, whichever provider it is; `null` when it tells nothing. */
export function readRateLimits(headers: AnswerHeaders, now: number): RateLimitReport | null {
  if (!mayTellLimits(headers)) return null;
  const get = reader(headers);
  const report = {
    requests: tightest(allowances(requestHeaders, get, now)),
    tokens: tightest(allowances(tokenHeaders, get, now)),
    fiveHour: usedShare('5h', get, now),
    weekly: usedShare('7d', get, now),
  };
  return Object.values(report).some((part) => part !== null) ? report : null;
}

/** Looking for each of forty names in the headers of an answer that has none of them took 2 % of a call. */
function mayTellLimits(headers: AnswerHeaders): boolean {
  return typeof headers.get === 'function' || Object.keys(headers).some((name) => name.includes('limit'));
}

/** How long the provider asks to be left alone; `null` when it does not. */
export function readRetryAfter(headers: AnswerHeaders, now: number): number | null {
  const get = reader(headers);
  const millis = get('retry-after-ms')?.trim();
  if (millis && /^\d+(\.\d+)?$/.test(millis)) return Math.ceil(Math.min(Number(millis), 86_400_000));
  const moment = readMoment(get('retry-after'), now);
  return moment === null ? null : Math.min(moment - now, 86_400_000);
}

type Get = (name: string) => string | null;

function reader(headers: AnswerHeaders): Get {
  if (typeof headers.get === 'function') {
    const source = headers as { get(name: string): string | null };
    return (name) => source.get(name);
  }
  const record = headers as Readonly<Record<string, string | string[] | undefined>>;
  return (name) => [record[name]].flat()[0] ?? null;
}

function allowances(names: readonly HeaderNames[], get: Get, now: number): Allowance[] {
  return names
    .map(({ limit, remaining, reset }) => ({
      limit: readCount(get(limit)),
      remaining: readCount(get(remaining)),
      resetsAt: reset ? readMoment(get(reset), now) : null,
    }))
    .filter(({ limit, remaining }) => limit !== null || remaining !== null);
}

/** A plain count; of a list with windows (`100, 100;window=60`) the first, which is the closest one. */
function readCount(text: string | null): number | null {
  const [, digits] = /^\s*(\d{1,15})(?:\.\d+)?\s*(?:[,;]|$)/.exec(text ?? '') ?? [];
  return digits === undefined ? null : Number(digits);
}

/** Subscriptions to Claude tell shares of two long windows. */
function usedShare(window: '5h' | '7d', get: Get, now: number): UsedShare | null {
  const text = get(`anthropic-ratelimit-unified-${window}-utilization`);
  if (text === null || !/^\d+(\.\d+)?$/.test(text.trim())) return null;
  const resetsAt = readMoment(get(`anthropic-ratelimit-unified-${window}-reset`), now);
  return { used: Math.min(Number(text), 1), resetsAt };
}
