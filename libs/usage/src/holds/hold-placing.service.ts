import { Inject, Injectable } from '@nestjs/common';
import type { AccountTag } from '@onegate/billing';
import { CONFIGURATION, Failure, type Configuration } from '@onegate/platform';
import { ProcessLease } from '../processes/process-lease.service.js';
import { AccountOpening } from './account-opening.service.js';
import type { HoldAsk, HoldRefusal, HoldVerdict, NotKnown, PlacedHold } from './hold-ask.js';
import { HoldBook } from './hold-book.service.js';
import { HoldReturns } from './hold-returns.service.js';

/** First the wallet, then its quotas; twice, because a wallet's credit may run out of date in between. */
const tries = 4;

/** Redis did not answer in time, or not at all. */
export class RedisAway extends Error {
  override readonly name = 'RedisAway';
}

/** Takes the hold for a call, and tells Redis of the account first where it must. */
@Injectable()
export class HoldPlacing {
  constructor(
    @Inject(CONFIGURATION) private readonly config: Configuration,
    private readonly holds: HoldBook,
    private readonly opening: AccountOpening,
    private readonly lease: ProcessLease,
    private readonly returns: HoldReturns,
  ) {}

  async place(tag: AccountTag, ask: HoldAsk): Promise<PlacedHold | HoldRefusal> {
    return this.patiently(tag, ask, async (isGivenUp) => {
      await this.lease.enter(tag);
      return this.placeKnown(tag, ask, { isAsked: false, isGivenUp });
    });
  }

  /** What would come of it. */
  async preview(tag: AccountTag, ask: HoldAsk): Promise<PlacedHold | HoldRefusal> {
    return this.patiently(tag, ask, (isGivenUp) => this.placeKnown(tag, ask, { isAsked: true, isGivenUp }));
  }

  private async placeKnown(tag: AccountTag, ask: HoldAsk, { isAsked, isGivenUp }: Try) {
    const maxMillis = this.config.usage.longestCallSeconds * 1000;
    for (let left = tries; left > 0 && !isGivenUp(); left -= 1) {
      const verdict = await this.holds.place(tag, ask, maxMillis, isAsked);
      if (!isNotKnown(verdict)) return verdict;
      if (verdict.kind === 'unknown') await this.opening.openWallet(tag);
      else await this.opening.openScopes(tag, ask.spendLimits);
    }
    throw new RedisAway('Redis forgets what it is told');
  }

  /**
   * For as long as a call may wait. A script that was sent by then is followed by one that takes its hold back, and none
   * is sent later.
   */
  private async patiently(
    tag: AccountTag,
    { callId }: HoldAsk,
    work: Work,
  ): Promise<PlacedHold | HoldRefusal> {
    let isOver = false;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      const giveUp = (): void => reject(new RedisAway('Redis took too long'));
      timer = setTimeout(giveUp, this.config.usage.redisPatienceMillis);
    });
    try {
      return await Promise.race([work(() => isOver), late]);
    } catch (error) {
      isOver = true;
      if (error instanceof Failure) throw error;
      void this.returns.giveBack(tag, callId);
      throw error instanceof RedisAway ? error : new RedisAway('Nobody can be asked', { cause: error });
    } finally {
      clearTimeout(timer);
    }
  }
}

interface Try {
  /** Only what would come of it. */
  readonly isAsked: boolean;
  readonly isGivenUp: () => boolean;
}

type Work = (isGivenUp: () => boolean) => Promise<PlacedHold | HoldRefusal>;

function isNotKnown(verdict: HoldVerdict): verdict is NotKnown {
  return verdict.kind === 'unknown' || verdict.kind === 'unknown_scope';
}
