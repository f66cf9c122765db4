import { Injectable } from '@nestjs/common';
import { Database, RedisChannels } from '@onegate/platform';
import { userChanged } from './user.channels.js';

/** Tells every process that what these people may do has changed, so that nobody acts on an old picture of them. */
@Injectable()
export class UserChanges {
  constructor(
    private readonly database: Database,
    private readonly channels: RedisChannels,
  ) {}

  /** Once the transaction under way has committed. */
  async announce(userIds: readonly number[]): Promise<void> {
    await this.database.afterCommit(() =>
      Promise.all(userIds.map((userId) => this.channels.publish(userChanged, { userId }))),
    );
  }
}
