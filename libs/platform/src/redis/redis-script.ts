import { createHash } from 'node:crypto';
import { ReplyError, type Redis } from 'ioredis';

/**
 * A Lua script that runs on the server in one step. Called by its hash; a server that forgot it (restart, flush,
 * failover) gets the text again, so nobody has to load scripts beforehand.
 */
export class RedisScript<Result> {
  private readonly sha: string;

  constructor(private readonly lua: string) {
    this.sha = createHash('sha1').update(lua).digest('hex');
  }

  async run(redis: Redis, keys: readonly string[], args: readonly (string | number)[] = []): Promise<Result> {
    try {
      return (await redis.evalsha(this.sha, keys.length, ...keys, ...args)) as Result;
    } catch (error) {
      if (!forgotten(error)) throw error;
      return (await redis.eval(this.lua, keys.length, ...keys, ...args)) as Result;
    }
  }
}

function forgotten(error: unknown): boolean {
  return error instanceof ReplyError && String(error).includes('NOSCRIPT');
}
