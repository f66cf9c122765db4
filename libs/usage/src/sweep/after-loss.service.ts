import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { LOGGER, type Logger } from '@onegate/platform';
import { OpenCalls } from '../processes/open-calls.js';
import { ProcessLease } from '../processes/process-lease.service.js';
import { LostFigures } from './lost-figures.service.js';

/**
 * A Redis that came back may have forgotten its last moments: it holds money for calls that are over, takes charges for
 * not booked that are, and has older figures of wallets, quotas and budgets. Each process puts this right for the accounts that it served.
 */
@Injectable()
export class AfterLoss implements OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly lease: ProcessLease,
    private readonly calls: OpenCalls,
    private readonly figures: LostFigures,
    @Inject(LOGGER) private readonly log: Logger,
  ) {
    lease.onLost(async () => this.straightenLater());
  }

  onApplicationShutdown(): void {
    clearTimeout(this.timer);
  }

  /** Once every call that was being admitted before is known or given up. */
  private straightenLater(): void {
    clearTimeout(this.timer);
    const straighten = (): void => void this.straighten();
    this.timer = setTimeout(straighten, 2 * this.calls.admissionMillis).unref();
  }

  private async straighten(): Promise<void> {
    try {
      const tags = this.lease.ownTags;
      for (const tag of tags) await this.calls.endStray(tag);
      await this.figures.tell(tags);
    } catch (err) {
      this.log.debug({ err }, 'What Redis knows cannot be put right yet');
      this.straightenLater();
    }
  }
}
