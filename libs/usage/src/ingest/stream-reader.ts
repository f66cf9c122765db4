import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Clock, LOGGER, twinOf, type AnyRedis, type Logger } from '@onegate/platform';
import { Redis, ReplyError } from 'ioredis';
import { IngestedEvents } from './ingested.js';
import { readEntry, type RawEntry, type StreamEntry } from './stream-entry.js';
import { UsageStream } from './usage-stream.js';

const group = 'ingest';
/** What Redis hands out at once: more would hold up the calls that ask it meanwhile. */
const portion = 1_000;
/** What goes to Postgres at once where so much waits: the sums that events share are written once for all of them. */
const batchSize = 4_000;
const blockMillis = 250;
/** A consumer that has not been heard of for so long, and holds nothing, is forgotten. */
const forgottenMillis = 3_600_000;
/** Without the stream there is no group either; `XINFO` says it in other words. */
const hasNoGroup = /NOGROUP|no such key/;

/** One consumer of the stream. Its name is new with each process: what an earlier one held is claimed like that of others. */
@Injectable()
export class StreamReader {
  readonly consumer = `worker-${process.pid}-${randomBytes(4).toString('hex')}`;
  /** Waiting for entries holds a connection up, so this one is for nothing else. */
  private blocking: AnyRedis | undefined;

  constructor(
    private readonly redis: Redis,
    private readonly stream: UsageStream,
    private readonly ingested: IngestedEvents,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  /** The next entries, once there are some or a moment has passed. */
  async next(): Promise<StreamEntry[]> {
    const entries: RawEntry[] = [];
    for (let expected = portion; expected <= batchSize; expected += portion) {
      entries.push(...(await this.portionAfter(entries)));
      if (entries.length < expected) break;
    }
    return this.read(entries);
  }

  /** What was read already is not lost for what could not be read behind it. */
  private async portionAfter(entries: readonly RawEntry[]): Promise<RawEntry[]> {
    if (entries.length === 0) return this.portion(true);
    return this.portion(false).catch(() => []);
  }

  /** What does not wait is not asked behind those that do, on their connection. */
  private async portion(waits: boolean): Promise<RawEntry[]> {
    const from = ['STREAMS', this.stream.key, '>'] as const;
    const some = ['GROUP', group, this.consumer, 'COUNT', portion] as const;
    const reply = await this.withGroup(() =>
      waits
        ? this.connection().xreadgroup(...some, 'BLOCK', blockMillis, ...from)
        : this.redis.xreadgroup(...some, ...from),
    );
    const [streamed] = (reply ?? []) as [name: string, entries: RawEntry[]][];
    return streamed?.[1] ?? [];
  }

  /** How often it is worth a look whether there are such. */
  get lookForAbandonedMillis(): number {
    return this.stream.abandonedMillis / 6;
  }

  /** Entries whose consumer seems to have died with them. */
  async abandoned(): Promise<StreamEntry[]> {
    const { key, abandonedMillis } = this.stream;
    const reply = await this.withGroup(() =>
      this.redis.xautoclaim(key, group, this.consumer, abandonedMillis, '0', 'COUNT', portion),
    );
    const [, entries] = reply as [cursor: string, entries: RawEntry[]];
    return this.read(entries);
  }

  /** The entries are done with, and their processes hear of it, in one step. */
  async acknowledge(entries: readonly StreamEntry[]): Promise<void> {
    if (entries.length === 0) return;
    const ids = entries.map(({ id }) => id);
    const transaction = this.redis.multi();
    transaction.xack(this.stream.key, group, ...ids);
    transaction.xdel(this.stream.key, ...ids);
    const places = entries.map(({ place }) => place).filter((place) => place !== null);
    this.ingested.tell(transaction, places);
    await transaction.exec();
  }

  /** Every process is a new consumer: the dead ones would add up. */
  async forgetOldConsumers(): Promise<void> {
    const consumers = (await this.withGroup(() => this.redis.xinfo('CONSUMERS', this.stream.key, group))) as (
      string | number
    )[][];
    for (const [, name, , pending, , idle] of consumers) {
      if (pending === 0 && Number(idle) > forgottenMillis && name !== this.consumer) {
        await this.redis.xgroup('DELCONSUMER', this.stream.key, group, `${name}`);
      }
    }
  }

  close(): void {
    this.blocking?.disconnect();
    this.blocking = undefined;
  }

  private read(entries: readonly RawEntry[]): StreamEntry[] {
    const now = this.clock.now();
    return entries.map((entry) => readEntry(entry, now));
  }

  private connection(): AnyRedis {
    if (this.blocking) return this.blocking;
    this.blocking = twinOf(this.redis, { maxRetriesPerRequest: null });
    this.blocking.on('error', (err: Error) =>
      this.log.debug({ err: err.message }, 'The ingest waits for Redis'),
    );
    return this.blocking;
  }

  /**
   * There is no group before the first start, nor when Redis was emptied; it starts at the beginning, because nothing is
   * read twice for good.
   */
  private async withGroup<Reply>(ask: () => Promise<Reply>): Promise<Reply> {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof ReplyError) || !hasNoGroup.test(String(error))) throw error;
      await this.makeGroup();
      return ask();
    }
  }

  private async makeGroup(): Promise<void> {
    try {
      await this.redis.xgroup('CREATE', this.stream.key, group, '0', 'MKSTREAM');
    } catch (error) {
      if (!String(error).includes('BUSYGROUP')) throw error;
    }
  }
}
