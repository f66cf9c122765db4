import { Inject, Injectable } from '@nestjs/common';
import type { BilledAccount } from '@onegate/billing';
import type { CatalogModel } from '@onegate/models';
import { CONFIGURATION, type Configuration } from '@onegate/platform';
import { LivePlanTerms } from '../plans/live-plan-terms.service.js';

/** For a model, in hundredths of a percent. */
export type MarkupOf = (model: Pick<CatalogModel, 'markupBps'>) => number;

/** What is added to the provider's price. Answers from memory: every call asks. */
export abstract class Markups {
  abstract of(account: BilledAccount): Promise<MarkupOf>;
}

/** That of the account's plan, which was promised to it; else the model's own, else the platform's. */
@Injectable()
export class PlatformMarkups extends Markups {
  constructor(
    @Inject(CONFIGURATION) private readonly config: Configuration,
    private readonly plans: LivePlanTerms,
  ) {
    super();
  }

  override async of(account: BilledAccount): Promise<MarkupOf> {
    const { markupBps: ofPlan } = await this.plans.of(account);
    return ({ markupBps: ofModel }) => ofPlan ?? ofModel ?? this.config.usage.markupBps;
  }
}
