import { Injectable } from '@nestjs/common';
import { RedisKeys } from '@onegate/platform';
import { Redis, type ChainableCommander } from 'ioredis';

/** By what a process finds an event again in its journal. */
export interface JournalPlace {
  /** Whose journal it is in: made once for each journal, and the same after a restart. */
  readonly process: string;
  /** Where in that journal: a whole number, unique within it. */
  readonly seq: number;
}

/** Whoever has not asked for so long has no journal any more; one that comes back sends again and hears again. */
const keptSeconds = 7 * 86_400;
/** More than a process leaves unread in a day of full load; the oldest are forgotten, which only means sending again. */
const keptAtMost = 1_000_000;

/**
 * Tells processes which of the events in their journals Postgres has, so that they can forget them. A message may come
 * twice, late, or never (Redis was emptied): what is not heard of within a while is sent again, and heard of then.
 */
@Injectable()
export class IngestedEvents {
  constructor(
    private readonly redis: Redis,
    private readonly keys: RedisKeys,
  ) {}

  /** Adds the messages to a transaction that also acknowledges the entries: one cannot happen without the other. */
  tell(transaction: ChainableCommander, places: readonly JournalPlace[]): void {
    for (const [process, seqs] of Map.groupBy(places, ({ process }) => process)) {
      const key = this.keyOf(process);
      transaction.rpush(key, ...seqs.map(({ seq }) => seq));
      transaction.ltrim(key, -keptAtMost, -1);
      transaction.expire(key, keptSeconds);
    }
  }

  /** Takes what a process has not heard of yet, in no particular order: the places in its journal that are free now. */
  async take(process: string, count = 10_000): Promise<number[]> {
    const taken = await this.redis.lpop(this.keyOf(process), count);
    return (taken ?? []).map(Number);
  }

  private keyOf(process: string): string {
    return this.keys.tagged('usage', 'ingested', process);
  }
}
