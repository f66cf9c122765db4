import { Inject, Injectable } from '@nestjs/common';
import type { AccountTag } from '@onegate/billing';
import { Clock, CONFIGURATION, parseId, type Configuration } from '@onegate/platform';
import { UsageStream } from '../ingest/usage-stream.js';
import type { ReportedCall } from './call-reports.service.js';
import type { FoundDifference } from './difference.js';
import { HoldsInFlight } from './holds-in-flight.service.js';
import { behindMillis } from './open-journals.js';
import { WalletStandings, type WalletStanding } from './wallet-standings.service.js';

/** A sweep takes out of Redis what is booked every ten minutes. */
const tidiedWithinMillis = 1_200_000;

/** What Redis and the processes say, and how to tell what is on its way from what is lost. */
export interface LiveFigures {
  readonly standings: ReadonlyMap<AccountTag, WalletStanding>;
  readonly inFlight: ReadonlyMap<AccountTag, readonly ReportedCall[]>;
  readonly differences: ReadonlyMap<AccountTag, readonly FoundDifference[]>;
  readonly isLost: (callId: string) => boolean;
  readonly tidiedBefore: Date;
}

@Injectable()
export class LiveReading {
  constructor(
    @Inject(CONFIGURATION) private readonly config: Configuration,
    private readonly clock: Clock,
    private readonly standings: WalletStandings,
    private readonly holds: HoldsInFlight,
    private readonly stream: UsageStream,
  ) {}

  /** Accounts that may have changed in Redis. */
  touched(): Promise<AccountTag[]> {
    return this.standings.touched();
  }

  /** Before Postgres is read: a charge that Redis has can be in the books by then, but none is missed. */
  async read(accounts: readonly AccountTag[]): Promise<LiveFigures> {
    const standings = await this.standings.of(accounts);
    const { report, differences } = await this.holds.compare(standings);
    const waitingSince = await this.stream.waitingSince();
    const now = this.clock.now().getTime();
    const isWaiting = waitingSince !== null && waitingSince.getTime() < now - behindMillis;
    const isUndecided = isWaiting || report.isBehind || report.silent.size > 0;
    return {
      standings,
      inFlight: Map.groupBy(report.calls.values(), ({ account }) => account),
      differences,
      isLost: (callId) => !isUndecided && this.hasEndedLongAgo(callId, now),
      tidiedBefore: new Date(now - tidiedWithinMillis),
    };
  }

  /** A call's name tells when it began; the longest call that began then has ended, and had time to be booked. */
  private hasEndedLongAgo(callId: string, now: number): boolean {
    const began = parseId(callId)?.createdAt.getTime() ?? 0;
    return began < now - this.config.usage.longestCallSeconds * 1_000 - behindMillis;
  }
}
