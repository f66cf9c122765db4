import { Inject, Injectable } from '@nestjs/common';
import { CONFIGURATION, keepsOrder, RedisKeys, RedisScript, type Configuration } from '@onegate/platform';
import { Redis } from 'ioredis';
import { ProcessIdentity } from '../processes/process-identity.js';
import type { UsageEvent } from '../events/usage-event.js';
import type { JournalPlace } from './ingested.js';

/**
 * What an entry of the stream holds; a script that settles a call adds one in the same way:
 * `XADD <key> * event <JSON> process <id> seq <number>`, unless `XLEN <key>` has reached the setting `waitingEvents`.
 */
const append = new RedisScript<0 | 1>(`
if redis.call('XLEN', KEYS[1]) >= tonumber(ARGV[1]) then return 0 end
redis.call('XADD', KEYS[1], '*', 'event', ARGV[2], 'process', ARGV[3], 'seq', ARGV[4])
return 1`);

const leasesUntilAbandoned = 2;

/**
 * The way of usage events to Postgres, in Redis. Entries are deleted once Postgres has them, so the length is what
 * waits. Beyond the setting nothing is added: memory is bounded while Postgres is away for hours, and the journals of
 * the processes hold the rest.
 */
@Injectable()
export class UsageStream {
  readonly key: string;
  /** Entries that a consumer has held for so long without an end: it is dead, or so slow that another may do it too. */
  readonly abandonedMillis: number;
  private readonly most: number;

  constructor(
    private readonly redis: Redis,
    keys: RedisKeys,
    identity: ProcessIdentity,
    @Inject(CONFIGURATION) config: Configuration,
  ) {
    this.most = config.usage.waitingEvents;
    this.abandonedMillis = leasesUntilAbandoned * identity.leaseMillis;
    this.key = keys.tagged('usage', 'events');
  }

  /** `false` when the stream is as long as it may be: the journal sends the event again later. */
  async append(event: UsageEvent | string, place: JournalPlace): Promise<boolean> {
    const text = typeof event === 'string' ? event : JSON.stringify(event);
    return (await append.run(this.redis, [this.key], [this.most, text, place.process, place.seq])) === 1;
  }

  /** The same without a look at its length, in half the time: for whoever asks `isFull` every now and then. */
  async add(text: string, { process, seq }: JournalPlace): Promise<void> {
    await this.redis.xadd(this.key, '*', 'event', text, 'process', process, 'seq', seq);
  }

  /** Whether Redis hears of an event after everything that it was told before, without waiting for its answers. */
  get isInOrder(): boolean {
    return keepsOrder(this.redis);
  }

  async isFull(): Promise<boolean> {
    return (await this.length()) >= this.most;
  }

  /** How many events wait for Postgres. */
  length(): Promise<number> {
    return this.redis.xlen(this.key);
  }

  /** When the event that waits longest was added, by the clock of Redis; `null` when none waits. */
  async waitingSince(): Promise<Date | null> {
    const [oldest] = await this.redis.xrange(this.key, '-', '+', 'COUNT', 1);
    return oldest ? new Date(Number(oldest[0].split('-')[0])) : null;
  }
}
