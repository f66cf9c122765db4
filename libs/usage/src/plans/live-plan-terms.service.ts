import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PlanTerms, planTermsChanged, tagOf, type AccountTerms, type BilledAccount } from '@onegate/billing';
import { FreshCache, RedisChannels } from '@onegate/platform';

/** What the plans of accounts mean for their calls, remembered by this process and kept fresh by news. */
@Injectable()
export class LivePlanTerms implements OnModuleInit {
  private readonly cache: FreshCache<AccountTerms>;

  constructor(
    private readonly plans: PlanTerms,
    private readonly channels: RedisChannels,
  ) {
    this.cache = new FreshCache({
      capacity: 50_000,
      isCurrent: () => channels.isCurrent(),
      tagsOf: ({ tag }) => [tag],
    });
    channels.onMissed(() => this.cache.clear());
  }

  async onModuleInit(): Promise<void> {
    await this.channels.subscribe(planTermsChanged, ({ tag }, phase) => {
      if (phase === 'coming') this.cache.doubt(tag);
      else this.cache.forget(tag);
    });
  }

  async of(account: BilledAccount): Promise<AccountTerms> {
    const tag = tagOf(account);
    const terms = await this.cache.get(tag, () => this.plans.of(tag));
    return terms ?? { tag, status: 'none', planId: null, markupBps: null, caps: [] };
  }
}
