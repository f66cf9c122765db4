import { Injectable } from '@nestjs/common';
import { RouteLeases } from '../routing/route-leases.service.js';
import { RouteTable } from '../routing/route-table.service.js';
import type { RouteLease } from '../routing/route-lease.js';
import { outcomeOfAnswer } from '../routing/outcomes.js';
import type { Route } from '../routing/route.js';
import type { TestCode } from '../upstream-accounts/account-test.schema.js';
import { codeOfAnswer, codeOfThrown } from '../upstream-accounts/diagnosis.js';
import { factsOf } from '../upstream-accounts/provider-kinds.js';
import { SmallCalls } from '../upstream-accounts/small-call.service.js';
import { tinyChat, type SmallCall } from '../upstream-accounts/small-calls.js';
import type { UpstreamAccount } from '../upstream-accounts/upstream-account.entity.js';
import { UpstreamSecrets } from '../upstream-accounts/upstream-secrets.service.js';

const tokensOfTinyChat = 32;

/** Learns a provider's limits from the headers of the smallest call there is. It counts like any other call. */
@Injectable()
export class LimitProbe {
  constructor(
    private readonly table: RouteTable,
    private readonly leases: RouteLeases,
    private readonly secrets: UpstreamSecrets,
    private readonly calls: SmallCalls,
  ) {}

  async probe(account: UpstreamAccount): Promise<TestCode> {
    const route = await this.someRoute(account.id);
    const call = route && tinyChat(factsOf(account.kind), route.account.baseUrl, route.upstreamName);
    if (!route || !call) return 'ok';
    const lease = await this.leases.acquire(route, tokensOfTinyChat);
    // What keeps it from being called is known already.
    return 'why' in lease ? 'ok' : this.call(account, lease, call);
  }

  private async call(account: UpstreamAccount, lease: RouteLease, call: SmallCall): Promise<TestCode> {
    try {
      const answer = await this.calls.send(account, this.secrets.open(account), call);
      const { status, text, headers, latencyMs } = answer;
      const outcome = outcomeOfAnswer(status, text);
      await lease.release({ outcome, headers, ...(outcome === 'success' ? { latencyMs } : {}) });
      return outcome === 'success' ? 'ok' : codeOfAnswer(status, text);
    } catch (thrown) {
      const code = codeOfThrown(thrown);
      await lease.release({ outcome: code === 'timed_out' ? 'timed_out' : 'unreachable' });
      return code;
    }
  }

  /** One that is listed, as the first of the table, stands for all. */
  private async someRoute(accountId: number): Promise<Route | undefined> {
    const table = await this.table.current();
    return [...table.values()].flat().find(({ account }) => account.id === accountId);
  }
}
