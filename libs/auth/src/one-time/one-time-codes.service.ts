import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { randomToken, RedisKeys } from '@onegate/platform';
import { Redis } from 'ioredis';
import type { z } from 'zod';

/** A kind of code, what it stands for, and for how long. */
export interface OneTimeCode<Meaning> {
  readonly name: string;
  readonly meaning: z.ZodType<Meaning>;
  readonly seconds: number;
}

/** Codes that a browser carries from one place to another: short-lived, good for one use on any process. */
@Injectable()
export class OneTimeCodes {
  constructor(
    private readonly redis: Redis,
    private readonly keys: RedisKeys,
  ) {}

  async issue<Meaning>(kind: OneTimeCode<Meaning>, meaning: Meaning): Promise<string> {
    const code = randomToken();
    await this.redis.set(this.keyOf(kind, code), JSON.stringify(meaning), 'EX', kind.seconds);
    return code;
  }

  /** `null` for one that is unknown, expired or used. Of many at once, one gets it. */
  async redeem<Meaning>(kind: OneTimeCode<Meaning>, code: string): Promise<Meaning | null> {
    const stored = await this.redis.getdel(this.keyOf(kind, code));
    return stored === null ? null : kind.meaning.parse(JSON.parse(stored));
  }

  /** Redis holds no code that could be used, only its hash. */
  private keyOf(kind: { readonly name: string }, code: string): string {
    return this.keys.key('one-time', kind.name, createHash('sha256').update(code).digest('base64url'));
  }
}
