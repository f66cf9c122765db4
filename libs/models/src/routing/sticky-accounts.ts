import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { LOGGER, RedisKeys, type Logger } from '@onegate/platform';
import { Redis } from 'ioredis';

/** The prompt caches of providers live for minutes up to an hour. */
const rememberedForSeconds = 3_600;

/** What holds calls together: a conversation or a cache key, of one tenant and model. */
export interface StickyThread {
  readonly tenantId: number | null;
  readonly modelId: number;
  readonly key: string;
}

/** Which account the calls of a conversation use, so that its caches and stored state are found again. */
@Injectable()
export class StickyAccounts {
  constructor(
    private readonly redis: Redis,
    private readonly keys: RedisKeys,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  async accountOf(thread: StickyThread): Promise<number | null> {
    const text = await this.redis.get(this.keyOf(thread));
    return text === null ? null : Number(text);
  }

  /** Not waited for: a call that finds another account is slower, not wrong. */
  remember(thread: StickyThread, accountId: number): void {
    this.redis
      .set(this.keyOf(thread), accountId, 'EX', rememberedForSeconds)
      .catch((err: unknown) => this.log.warn({ err }, 'An account could not be remembered'));
  }

  /** The key may be anything that a client sends, so only its digest is kept. */
  private keyOf({ tenantId, modelId, key }: StickyThread): string {
    const digest = createHash('sha256').update(`${tenantId}/${modelId}/${key}`).digest('base64url');
    return this.keys.key('upstream-sticky', digest);
  }
}
