import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Redis } from 'ioredis';
import { defineFailure } from '../errors/failure.js';
import { RedisKeys } from './redis-keys.js';
import { RedisScript } from './redis-script.js';

/** How often something may be tried by, or for, one subject. */
export interface ThrottleRule {
  /** `login/account` */
  readonly name: string;
  /** An address, an account: stored as a hash only. */
  readonly subject: string;
  readonly limit: number;
  readonly windowSeconds: number;
}

export const tooManyAttempts = defineFailure('throttle.attempts', 'rate_limited', 'Too Many Attempts.');

/**
 * Counts one try under every key, or none when one of them is used up.
 * Answers the limit that decides, what is left of it, and the seconds to wait (0: go on).
 */
const attempt = new RedisScript<[limit: number, remaining: number, waitSeconds: number]>(`
  local tightest, left = 0, nil
  for i, key in ipairs(KEYS) do
    local limit = tonumber(ARGV[2 * i - 1])
    local used = tonumber(redis.call('get', key) or '0')
    if used >= limit then return { limit, 0, math.max(1, math.ceil(redis.call('pttl', key) / 1000)) } end
    if left == nil or limit - used - 1 < left then tightest, left = limit, limit - used - 1 end
  end
  for i, key in ipairs(KEYS) do
    if redis.call('incr', key) == 1 then redis.call('expire', key, ARGV[2 * i]) end
  end
  return { tightest, left, 0 }`);

/** Takes one try back, without bringing an expired counter to life. */
const giveBack = new RedisScript<number>(`
  for _, key in ipairs(KEYS) do
    if tonumber(redis.call('get', key) or '0') > 0 then redis.call('decr', key) end
  end
  return 1`);

/** Stops who tries too often, counted across all processes. */
@Injectable()
export class Throttle {
  constructor(
    private readonly redis: Redis,
    private readonly keys: RedisKeys,
  ) {}

  /** Counts the try before it is made, so that many at once gain nothing; refuses with 429 when it is one too many. */
  async attempt(rules: readonly ThrottleRule[]): Promise<Readonly<Record<string, string>>> {
    const limits = rules.flatMap(({ limit, windowSeconds }) => [limit, windowSeconds]);
    const [limit, remaining, waitSeconds] = await attempt.run(this.redis, this.keysOf(rules), limits);
    const headers = { 'x-ratelimit-limit': String(limit), 'x-ratelimit-remaining': String(remaining) };
    if (waitSeconds === 0) return headers;
    throw tooManyAttempts({ headers: { ...headers, 'retry-after': String(waitSeconds) } });
  }

  /** For a try that was no offence after all. */
  async forgive(rules: readonly ThrottleRule[]): Promise<void> {
    await giveBack.run(this.redis, this.keysOf(rules));
  }

  /** One tag for all, because one script counts for the account and for the address together. */
  private keysOf(rules: readonly ThrottleRule[]): string[] {
    return rules.map(({ name, subject }) => {
      const hash = createHash('sha256').update(subject).digest('base64url').slice(0, 22);
      return this.keys.tagged('throttle', name, hash);
    });
  }
}
