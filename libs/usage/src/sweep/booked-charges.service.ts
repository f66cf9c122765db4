import { Injectable } from '@nestjs/common';
import type { AccountTag } from '@onegate/billing';
import { Clock, Database, isId, parseId, RedisKeys } from '@onegate/platform';
import { Redis } from 'ioredis';
import { SpentTelling } from '../settlement/spent-telling.service.js';

const atOnce = 1_000;

/**
 * Charges that Redis takes for not booked although Postgres has them: after a Redis that came back with old data, or a
 * process that died in the wrong moment. Without this they would be counted twice for ever.
 */
@Injectable()
export class BookedCharges {
  constructor(
    private readonly database: Database,
    private readonly redis: Redis,
    private readonly keys: RedisKeys,
    private readonly clock: Clock,
    private readonly spent: SpentTelling,
  ) {}

  /** Those that are younger are on their way. */
  async clear(tag: AccountTag, overdueMillis: number): Promise<number> {
    const key = this.keys.tagged(tag, 'pending');
    let cursor = '0';
    let cleared = 0;
    do {
      const [next, pairs] = await this.redis.hscan(key, cursor, 'COUNT', atOnce);
      const overdue = pairs.filter((text, index) => index % 2 === 0 && this.isOlder(text, overdueMillis));
      cleared += await this.clearBooked(tag, overdue);
      cursor = next;
    } while (cursor !== '0');
    return cleared;
  }

  private async clearBooked(tag: AccountTag, callIds: readonly string[]): Promise<number> {
    if (callIds.length === 0) return 0;
    const rows = await this.database.query<{ id: string }>(
      'select id from usage_events where id = any($1::text[])',
      [callIds],
    );
    await this.spent.tell(rows.map(({ id }) => ({ id, account: tag })));
    return rows.length;
  }

  private isOlder(callId: string, millis: number): boolean {
    const createdAt = isId('evt', callId) ? parseId(callId)?.createdAt : undefined;
    return createdAt !== undefined && this.clock.now().getTime() - createdAt.getTime() > millis;
  }
}
