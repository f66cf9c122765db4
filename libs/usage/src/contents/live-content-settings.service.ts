import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { AccountTag } from '@onegate/billing';
import { Database, FreshCache, RedisChannels, type Channel } from '@onegate/platform';
import { z } from 'zod';
import { ContentSetting } from './content-setting.entity.js';

const changedSetting = z.object({ account: z.string() });

/** An account wants what is said in its calls kept, or no longer. */
export const contentSettingChanged: Channel<z.infer<typeof changedSetting>> = {
  name: 'content-settings',
  message: changedSetting,
};

interface Known {
  readonly account: AccountTag;
  /** `null` where nothing is kept. */
  readonly retentionDays: number | null;
}

/** Whether contents are kept, remembered by this process and kept fresh by news. */
@Injectable()
export class LiveContentSettings implements OnModuleInit {
  private readonly cache: FreshCache<Known>;

  constructor(
    private readonly database: Database,
    private readonly channels: RedisChannels,
  ) {
    this.cache = new FreshCache({
      capacity: 20_000,
      isCurrent: () => channels.isCurrent(),
      tagsOf: ({ account }) => [account],
    });
    channels.onMissed(() => this.cache.clear());
  }

  async onModuleInit(): Promise<void> {
    await this.channels.subscribe(contentSettingChanged, ({ account }, phase) => {
      if (phase === 'coming') this.cache.doubt(account);
      else this.cache.forget(account);
    });
  }

  /** For how many days; `null` where nothing is kept. */
  async daysOf(account: AccountTag): Promise<number | null> {
    const known = await this.cache.get(account, () => this.load(account));
    return known?.retentionDays ?? null;
  }

  private async load(account: AccountTag): Promise<Known> {
    const setting = await this.database.of(ContentSetting).findOneBy({ account });
    return { account, retentionDays: setting?.isKept ? setting.retentionDays : null };
  }
}
