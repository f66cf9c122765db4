import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { AccountTag } from '@onegate/billing';
import { CONFIGURATION, type Configuration } from '@onegate/platform';
import { CallReports, type CallReport, type ReportedCall } from './call-reports.service.js';
import { difference, type FoundDifference } from './difference.js';
import { WalletStandings, type LiveHold, type WalletStanding } from './wallet-standings.service.js';

/** Between the two of them a call that begins or ends is somewhere in between: only what stays so is a difference. */
const looks = 4;
const betweenMillis = 1_500;

export interface InFlight {
  readonly report: CallReport;
  readonly differences: ReadonlyMap<AccountTag, readonly FoundDifference[]>;
}

interface Suspect {
  readonly account: AccountTag;
  readonly callId: string;
  readonly kind: 'hold_without_call' | 'call_without_hold';
  readonly amount: bigint;
}

/** Compares the holds in Redis with the calls that processes know to be under way. */
@Injectable()
export class HoldsInFlight {
  constructor(
    @Inject(CONFIGURATION) private readonly config: Configuration,
    private readonly reports: CallReports,
    private readonly standings: WalletStandings,
  ) {}

  async compare(first: ReadonlyMap<AccountTag, WalletStanding>): Promise<InFlight> {
    const report = await this.reports.ask();
    let suspects = this.suspectsIn(first, report);
    for (let look = 1; look < looks && suspects.size > 0; look += 1) {
      await pause(betweenMillis);
      const accounts = [...new Set([...suspects.values()].map(({ account }) => account))];
      const again = this.suspectsIn(await this.standings.of(accounts), await this.reports.ask());
      suspects = new Map([...suspects].filter(([key]) => again.has(key)));
    }
    const byAccount = Map.groupBy(suspects.values(), ({ account }) => account);
    return {
      report,
      differences: new Map([...byAccount].map(([account, some]) => [account, some.flatMap(toDifference)])),
    };
  }

  private suspectsIn(
    standings: ReadonlyMap<AccountTag, WalletStanding>,
    report: CallReport,
  ): Map<string, Suspect> {
    const byAccount = Map.groupBy(report.calls.values(), ({ account }) => account);
    const suspects: Suspect[] = [];
    for (const { account, holds } of standings.values()) {
      if (holds === null) continue;
      const unknown = holds.filter((hold) => isUnknown(hold, report));
      suspects.push(...unknown.map((hold) => ofHold(account, hold)));
      suspects.push(...this.withoutHold(byAccount.get(account) ?? [], holds));
    }
    return new Map(suspects.map((suspect) => [`${suspect.kind} ${suspect.callId}`, suspect]));
  }

  /** What is held for a call that takes too long is free again although the call goes on. */
  private withoutHold(calls: readonly ReportedCall[], holds: readonly LiveHold[]): Suspect[] {
    const held = new Set(holds.map(({ callId }) => callId));
    const aged = Date.now() - this.config.usage.longestCallSeconds * 1_000;
    return calls
      .filter(({ id, startedAt }) => !held.has(id) && startedAt > aged)
      .map(({ id, account, hold }) => ({ kind: 'call_without_hold', account, callId: id, amount: hold }));
  }
}

/** Of a process that does not answer, or is about to be swept, nothing is known yet. */
function isUnknown({ callId, process }: LiveHold, { calls, dying, silent }: CallReport): boolean {
  return !calls.has(callId) && !dying.has(process) && !silent.has(process);
}

function ofHold(account: AccountTag, { callId, amount }: LiveHold): Suspect {
  return { kind: 'hold_without_call', account, callId, amount };
}

function toDifference({ kind, callId, amount }: Suspect): FoundDifference[] {
  const sides =
    kind === 'hold_without_call' ? { expected: 0n, found: amount } : { expected: amount, found: 0n };
  return difference(kind, { ...sides, callIds: [callId] });
}
