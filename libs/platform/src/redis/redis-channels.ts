import { Inject, Injectable } from '@nestjs/common';
import { Redis } from 'ioredis';
import type { z } from 'zod';
import { LOGGER, type Logger } from '../logging/logger.js';
import { REDIS_SUBSCRIBER } from './redis-connection.js';
import { RedisKeys } from './redis-keys.js';

/** A named stream of messages between processes. */
export interface Channel<Message> {
  readonly name: string;
  readonly message: z.ZodType<Message>;
}

type Listener = (text: string) => void;

/**
 * News between processes, at most once: a process that was away missed it. Who keeps something in memory on the
 * strength of these messages clears it in `onReconnect`.
 */
@Injectable()
export class RedisChannels {
  private readonly listeners = new Map<string, Listener[]>();
  private readonly reconnectListeners: (() => void)[] = [];
  private connectedBefore = false;

  constructor(
    private readonly redis: Redis,
    @Inject(REDIS_SUBSCRIBER) private readonly subscriber: Redis,
    private readonly keys: RedisKeys,
    @Inject(LOGGER) private readonly log: Logger,
  ) {
    subscriber.on('message', (name: string, text: string) => this.deliver(name, text));
    subscriber.on('ready', () => this.connected());
  }

  async publish<Message>(channel: Channel<Message>, message: Message): Promise<void> {
    await this.redis.publish(this.keys.key('news', channel.name), JSON.stringify(message));
  }

  async subscribe<Message>(channel: Channel<Message>, listener: (message: Message) => void): Promise<void> {
    const name = this.keys.key('news', channel.name);
    const parsed: Listener = (text) => listener(channel.message.parse(JSON.parse(text)));
    this.listeners.set(name, [...(this.listeners.get(name) ?? []), parsed]);
    await this.subscriber.subscribe(name);
  }

  onReconnect(listener: () => void): void {
    this.reconnectListeners.push(listener);
  }

  private deliver(name: string, text: string): void {
    for (const listener of this.listeners.get(name) ?? []) {
      try {
        listener(text);
      } catch (err) {
        this.log.error({ err, channel: name }, 'A message between processes could not be handled');
      }
    }
  }

  private connected(): void {
    if (this.connectedBefore) for (const listener of this.reconnectListeners) listener();
    this.connectedBefore = true;
  }
}
