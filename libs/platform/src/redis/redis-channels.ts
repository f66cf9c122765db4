import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Redis } from 'ioredis';
import type { z } from 'zod';
import { LOGGER, type Logger } from '../logging/logger.js';
import { NewsArrivals } from './news-arrivals.js';
import { REDIS_SUBSCRIBER } from './redis-connection.js';
import { RedisKeys } from './redis-keys.js';
import { RedisScript } from './redis-script.js';

/** A named stream of messages between processes. */
export interface Channel<Message> {
  readonly name: string;
  readonly message: z.ZodType<Message>;
}

/** `coming`: a transaction is about to make this so; it may yet roll back, or its process die before it says `done`. */
export type NewsPhase = 'coming' | 'done';

type Listener = (text: string, phase: NewsPhase) => void;

/** Each message is counted in the step that sends it, so that whoever missed one can find out. */
const announce = new RedisScript<number>(`
  local number = redis.call('incr', KEYS[1])
  redis.call('publish', ARGV[1], number .. ' ' .. ARGV[2] .. ' ' .. ARGV[3])
  return number`);
const arrivalPattern = /^(\d+) (coming|done) (.*)$/s;
const checkEveryMillis = 250;

/**
 * News between processes, at most once: a process that was away missed it. Who keeps something in memory on the
 * strength of these messages uses it only while `isCurrent()`, and clears it in `onMissed`.
 */
@Injectable()
export class RedisChannels implements OnApplicationShutdown {
  private readonly listeners = new Map<string, Listener[]>();
  private readonly missedListeners: (() => void)[] = [];
  private readonly arrivals = new NewsArrivals();
  private connectedBefore = false;
  private checking = false;
  private stopped = false;

  constructor(
    private readonly redis: Redis,
    @Inject(REDIS_SUBSCRIBER) private readonly subscriber: Redis,
    private readonly keys: RedisKeys,
    @Inject(LOGGER) private readonly log: Logger,
  ) {
    subscriber.on('message', (name: string, text: string) => this.deliver(name, text));
    subscriber.on('ready', () => this.connected());
  }

  async publish<Message>(
    channel: Channel<Message>,
    message: Message,
    phase: NewsPhase = 'done',
  ): Promise<void> {
    const name = this.nameOf(channel);
    await announce.run(this.redis, [this.counterOf(name)], [name, phase, JSON.stringify(message)]);
  }

  async subscribe<Message>(
    channel: Channel<Message>,
    listener: (message: Message, phase: NewsPhase) => void,
  ): Promise<void> {
    const name = this.nameOf(channel);
    const parsed: Listener = (text, phase) => listener(channel.message.parse(JSON.parse(text)), phase);
    this.listeners.set(name, [...(this.listeners.get(name) ?? []), parsed]);
    await this.subscriber.subscribe(name);
    this.startChecking();
  }

  /** Whether every message that was sent a second ago or earlier has arrived here. */
  isCurrent(): boolean {
    return this.arrivals.areCurrent(performance.now());
  }

  /** Called when messages may have been missed: after a reconnect, or when one did not arrive. */
  onMissed(listener: () => void): void {
    this.missedListeners.push(listener);
  }

  onApplicationShutdown(): void {
    this.stopped = true;
  }

  private deliver(name: string, text: string): void {
    const [, number, phase, message] = arrivalPattern.exec(text) ?? [];
    if (number === undefined || message === undefined) return;
    for (const listener of this.listeners.get(name) ?? []) {
      try {
        listener(message, phase === 'coming' ? 'coming' : 'done');
      } catch (err) {
        this.log.error({ err, channel: name }, 'A message between processes could not be handled');
      }
    }
    this.arrivals.arrived(name, Number(number));
  }

  private startChecking(): void {
    if (this.checking) return;
    this.checking = true;
    this.checkSoon();
  }

  private checkSoon(): void {
    setTimeout(() => void this.check(), checkEveryMillis).unref();
  }

  /** Compares what was sent with what arrived: a connection can be dead for minutes before anybody notices. */
  private async check(): Promise<void> {
    if (this.stopped) return;
    const names = [...this.listeners.keys()];
    const asked = this.arrivals.ask(performance.now());
    try {
      const counts = await this.redis.mget(names.map((name) => this.counterOf(name)));
      const sent = new Map(names.map((name, index) => [name, Number(counts[index] ?? 0)]));
      if (this.arrivals.compare(asked, sent) === 'missed') this.tellMissed();
    } catch {
      // Out of reach: `isCurrent` turns false by itself until an answer comes.
    }
    this.checkSoon();
  }

  private connected(): void {
    if (this.connectedBefore) this.tellMissed();
    this.connectedBefore = true;
  }

  private tellMissed(): void {
    for (const listener of this.missedListeners) listener();
  }

  private nameOf(channel: Channel<never> | Channel<unknown>): string {
    return this.keys.key('news', channel.name);
  }

  private counterOf(name: string): string {
    return this.keys.tagged('news', 'sent', name);
  }
}
