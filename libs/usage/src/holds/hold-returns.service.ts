import { Inject, Injectable } from '@nestjs/common';
import type { AccountTag } from '@onegate/billing';
import { LOGGER, type Logger } from '@onegate/platform';
import { HoldBook } from './hold-book.service.js';

const againMillis = 1_000;

/** Gives holds back, if need be until Redis can be told: a hold that nobody needs must not wait for its own end. */
@Injectable()
export class HoldReturns {
  private readonly waiting = new Map<string, AccountTag>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly holds: HoldBook,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  /** Never fails. */
  async giveBack(tag: AccountTag, callId: string): Promise<void> {
    try {
      await this.holds.release(tag, callId);
    } catch (err) {
      this.log.debug({ err, callId }, 'A hold will be given back later');
      this.waiting.set(callId, tag);
      this.timer ??= setInterval(() => void this.tryAgain(), againMillis).unref();
    }
  }

  private async tryAgain(): Promise<void> {
    try {
      for (const [callId, tag] of this.waiting) {
        await this.holds.release(tag, callId);
        this.waiting.delete(callId);
      }
      clearInterval(this.timer);
      this.timer = undefined;
    } catch (err) {
      this.log.debug({ err }, 'Holds cannot be given back yet');
    }
  }
}
