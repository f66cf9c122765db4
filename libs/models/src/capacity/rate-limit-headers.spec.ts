import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readRateLimits, readRetryAfter } from './rate-limit-headers.js';

const now = Date.parse('2026-03-01T12:00:00Z');

describe('what a provider says is left', () => {
  it('in the style of OpenAI', () => {
    const headers = {
      'x-ratelimit-limit-requests': '10000',
      'x-ratelimit-remaining-requests': '9999',
      'x-ratelimit-reset-requests': '8.64s',
      'x-ratelimit-limit-tokens': '200000',
      'x-ratelimit-remaining-tokens': '150000',
      'x-ratelimit-reset-tokens': '6m0s',
    };
    expect(readRateLimits(headers, now)).toMatchObject({
      requests: { limit: 10_000, remaining: 9_999, resetsAt: now + 8_640 },
      tokens: { limit: 200_000, remaining: 150_000, resetsAt: now + 360_000 },
    });
  });

  it('in the style of Anthropic, the tightest kind of token counting', () => {
    const headers = new Headers({
      'anthropic-ratelimit-requests-limit': '50',
      'anthropic-ratelimit-requests-remaining': '49',
      'anthropic-ratelimit-requests-reset': '2026-03-01T12:00:01Z',
      'anthropic-ratelimit-input-tokens-limit': '40000',
      'anthropic-ratelimit-input-tokens-remaining': '39000',
      'anthropic-ratelimit-input-tokens-reset': '2026-03-01T12:00:02Z',
      'anthropic-ratelimit-output-tokens-limit': '8000',
      'anthropic-ratelimit-output-tokens-remaining': '1000',
      'anthropic-ratelimit-output-tokens-reset': '2026-03-01T12:00:53Z',
    });
    expect(readRateLimits(headers, now)).toMatchObject({
      requests: { limit: 50, remaining: 49, resetsAt: now + 1_000 },
      tokens: { limit: 8_000, remaining: 1_000, resetsAt: now + 53_000 },
    });
  });

  it('of a subscription to Claude, as shares of two windows', () => {
    const headers = {
      'anthropic-ratelimit-unified-5h-utilization': '0.42',
      'anthropic-ratelimit-unified-5h-reset': String(now / 1000 + 600),
      'anthropic-ratelimit-unified-7d-utilization': '0.18',
    };
    expect(readRateLimits(headers, now)).toEqual({
      requests: null,
      tokens: null,
      fiveHour: { used: 0.42, resetsAt: now + 600_000 },
      weekly: { used: 0.18, resetsAt: null },
    });
  });

  it('in the style of Azure, without resets', () => {
    const headers = {
      'x-ratelimit-remaining-requests': '119',
      'x-ratelimit-remaining-tokens': '119984',
      'x-ratelimit-limit-tokens': '120000',
    };
    expect(readRateLimits(headers, now)).toMatchObject({
      requests: { limit: null, remaining: 119, resetsAt: null },
      tokens: { limit: 120_000, remaining: 119_984, resetsAt: null },
    });
  });

  it('in the style of Groq', () => {
    const headers = {
      'x-ratelimit-limit-requests': '14400',
      'x-ratelimit-remaining-requests': '14370',
      'x-ratelimit-reset-requests': '2m59.56s',
    };
    expect(readRateLimits(headers, now)?.requests).toEqual({
      limit: 14_400,
      remaining: 14_370,
      resetsAt: now + 179_560,
    });
  });

  it('in the style of OpenRouter, with an epoch in milliseconds', () => {
    const headers = {
      'x-ratelimit-limit': '20',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(now + 30_000),
    };
    expect(readRateLimits(headers, now)?.requests).toEqual({
      limit: 20,
      remaining: 0,
      resetsAt: now + 30_000,
    });
  });

  it('in both styles of Mistral', () => {
    const newer = {
      'x-ratelimit-limit-req-minute': '720',
      'x-ratelimit-remaining-req-minute': '717',
      'x-ratelimit-limit-tokens-minute': '5000000',
      'x-ratelimit-remaining-tokens-minute': '4999911',
    };
    expect(readRateLimits(newer, now)).toMatchObject({
      requests: { limit: 720, remaining: 717 },
      tokens: { limit: 5_000_000, remaining: 4_999_911 },
    });
    const older = {
      'x-ratelimitbysize-limit-minute': '500000',
      'x-ratelimitbysize-remaining-minute': '467993',
      'ratelimitbysize-reset': '40',
    };
    expect(readRateLimits(older, now)?.tokens).toEqual({
      limit: 500_000,
      remaining: 467_993,
      resetsAt: now + 40_000,
    });
  });

  it('is nothing without such headers, or with rubbish in them', () => {
    expect(readRateLimits({ 'content-type': 'application/json' }, now)).toBeNull();
    expect(readRateLimits({ 'x-ratelimit-limit-requests': 'unlimited' }, now)).toBeNull();
    expect(readRateLimits({ 'x-ratelimit-remaining-requests': '-1' }, now)).toBeNull();
  });

  it('is a report or nothing, whatever is sent', () => {
    const names = fc.constantFrom(
      'x-ratelimit-remaining-requests',
      'x-ratelimit-reset-requests',
      'anthropic-ratelimit-tokens-limit',
      'anthropic-ratelimit-unified-5h-utilization',
      'retry-after',
      'retry-after-ms',
    );
    fc.assert(
      fc.property(fc.dictionary(names, fc.string()), (headers) => {
        const left = readRateLimits(headers, now)?.requests?.remaining ?? 0;
        const wait = readRetryAfter(headers, now) ?? 0;
        return Number.isSafeInteger(left) && left >= 0 && wait >= 0 && wait <= 86_400_000;
      }),
    );
  });
});

describe('how long a provider asks to be left alone', () => {
  it.each([
    [{ 'retry-after': '2' }, 2_000],
    [{ 'retry-after': '0.5' }, 500],
    [{ 'retry-after-ms': '1250', 'retry-after': '2' }, 1_250],
    [{ 'retry-after': 'Sun, 01 Mar 2026 12:00:10 GMT' }, 10_000],
    [{ 'retry-after': '1m30s' }, 90_000],
    [{ 'retry-after': '999999999' }, 86_400_000],
    [{ 'retry-after': 'soon' }, null],
    [{}, null],
  ])('%j', (headers: Record<string, string>, wait: number | null) =>
    expect(readRetryAfter(headers, now)).toBe(wait),
  );
});
