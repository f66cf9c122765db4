import { Inject, Injectable } from '@nestjs/common';
import type { BilledAccount } from '@onegate/billing';
import type { CatalogModel } from '@onegate/models';
import { CONFIGURATION, type Configuration } from '@onegate/platform';

/** What is added to the provider's price, in hundredths of a percent. Answers from memory: every call asks. */
export abstract class Markups {
  abstract bpsFor(account: BilledAccount, model: CatalogModel): number;
}

/** The model's own, else the platform's. */
@Injectable()
export class PlatformMarkups extends Markups {
  constructor(@Inject(CONFIGURATION) private readonly config: Configuration) {
    super();
  }

  override bpsFor(_account: BilledAccount, { markupBps }: CatalogModel): number {
    return markupBps ?? this.config.usage.markupBps;
  }
}
