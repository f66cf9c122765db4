import { Injectable } from '@nestjs/common';
import { ChangeNews } from '@onegate/platform';
import { userChanged } from './user.channels.js';

/** Tells every process that what these people may do has changed, so that nobody acts on an old picture of them. */
@Injectable()
export class UserChanges {
  constructor(private readonly news: ChangeNews) {}

  /** Called within the transaction of the change. */
  async announce(userIds: readonly number[]): Promise<void> {
    for (const userId of userIds) await this.news.tell(userChanged, { userId });
  }
}
