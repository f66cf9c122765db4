import { Inject, Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { LOGGER, type Logger } from '../logging/logger.js';
import { RedisChannels, type Channel } from './redis-channels.js';

/** Tells all processes of a change in the database, from inside the transaction that makes it. */
@Injectable()
export class ChangeNews {
  constructor(
    private readonly database: Database,
    private readonly channels: RedisChannels,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  /**
   * Twice: before the commit, so that nobody trusts his memory of it even if this process dies right after
   * committing; and after it, so that memory serves again.
   */
  async tell<Message>(channel: Channel<Message>, message: Message): Promise<void> {
    await this.warn(channel, message);
    await this.database.afterCommit(() => this.channels.publish(channel, message));
  }

  /** A change must be possible while Redis is away; nobody trusts his memory then anyway. */
  private async warn<Message>(channel: Channel<Message>, message: Message): Promise<void> {
    try {
      await this.channels.publish(channel, message, 'coming');
    } catch (err) {
      this.log.warn({ err, channel: channel.name }, 'A coming change could not be announced');
    }
  }
}
