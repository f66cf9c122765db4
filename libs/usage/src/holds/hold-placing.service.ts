import { Inject, Injectable } from '@nestjs/common';
import type { AccountTag } from '@onegate/billing';
import { CONFIGURATION, Failure, LOGGER, type Configuration, type Logger } from '@onegate/platform';
import { ProcessLease } from '../processes/process-lease.service.js';
import { AccountOpening } from './account-opening.service.js';
import type { HoldAsk, HoldRefusal, HoldVerdict, NotKnown, PlacedHold } from './hold-ask.js';
import { HoldBook } from './hold-book.service.js';

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
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  async place(tag: AccountTag, ask: HoldAsk): Promise<PlacedHold | HoldRefusal> {
    return this.patiently(
      async () => {
        await this.lease.enter(tag);
        return this.placeKnown(tag, ask, false);
      },
      () => this.takeBack(tag, ask.callId),
    );
  }

  /** What would come of it. */
  async preview(tag: AccountTag, ask: HoldAsk): Promise<PlacedHold | HoldRefusal> {
    return this.patiently(() => this.placeKnown(tag, ask, true));
  }

  private async placeKnown(tag: AccountTag, ask: HoldAsk, isAsked: boolean) {
    const maxMillis = this.config.usage.longestCallSeconds * 1000;
    for (let left = tries; left > 0; left -= 1) {
      const verdict = await this.holds.place(tag, ask, maxMillis, isAsked);
      if (!isNotKnown(verdict)) return verdict;
      if (verdict.kind === 'unknown') await this.opening.openWallet(tag);
      else await this.opening.openScopes(tag, ask.spendLimits);
    }
    throw new RedisAway('Redis forgets what it is told');
  }

  /** A script that comes too late is followed by one that takes its hold back. */
  private async patiently<Result>(work: () => Promise<Result>, undo?: () => void): Promise<Result> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      const give = (): void => reject(new RedisAway('Redis took too long'));
      timer = setTimeout(give, this.config.usage.redisPatienceMillis);
    });
    try {
      return await Promise.race([work(), late]);
    } catch (error) {
      undo?.();
      if (error instanceof RedisAway || error instanceof Failure) throw error;
      throw new RedisAway('Redis or Postgres cannot be asked', { cause: error });
    } finally {
      clearTimeout(timer);
    }
  }

  private takeBack(tag: AccountTag, callId: string): void {
    this.holds
      .release(tag, callId)
      .catch((err: unknown) => this.log.debug({ err, callId }, 'A late hold ends by itself'));
  }
}

function isNotKnown(verdict: HoldVerdict): verdict is NotKnown {
  return verdict.kind === 'unknown' || verdict.kind === 'unknown_scope';
}
