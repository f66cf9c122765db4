import { Inject, Injectable } from '@nestjs/common';
import { accountOf, tagOf, type AccountTag, type BilledAccount } from '@onegate/billing';
import { RouteTable, type CatalogModel } from '@onegate/models';
import { Clock, CONFIGURATION, type Configuration } from '@onegate/platform';
import { Budgets } from '../budgets/budgets.js';
import { highestCost } from '../cost/highest-cost.js';
import { Markups } from '../cost/markups.js';
import type { HighestCost, RateLimits } from '../holds/hold-ask.js';
import { isModelAllowed } from '../limits/allowed-models.js';
import { ratesOf, spendLimitsOf, type Budget, type ToldLimit } from '../limits/call-limits.js';
import { modelNotAllowed } from './admission.errors.js';
import type { CallAsk } from './admission.js';
import { outputAsked, outputLimit, type OutputLimit } from './output-limit.js';

/** Who pays for a call, what it can cost at most, and what limits it. */
export interface CallQuote {
  readonly account: BilledAccount;
  readonly tag: AccountTag;
  readonly startedAt: Date;
  readonly cost: HighestCost;
  readonly output: OutputLimit;
  readonly markups: ReadonlyMap<number, number>;
  readonly rates: RateLimits | null;
  readonly countedTokens: number;
  readonly budgets: readonly Budget[];
  readonly spendLimits: readonly ToldLimit[];
}

const free = { fixedNano: 0n, perTokenPico: 0 };

@Injectable()
export class CallQuotes {
  constructor(
    @Inject(CONFIGURATION) private readonly config: Configuration,
    private readonly clock: Clock,
    private readonly markups: Markups,
    private readonly budgets: Budgets,
    private readonly routes: RouteTable,
  ) {}

  /** Fails for a model that the key may not call. Asks nobody outside of this process. */
  async of(ask: CallAsk): Promise<CallQuote> {
    const { key } = ask.principal;
    const refused = ask.models.find((model) => !isModelAllowed(key, model));
    if (refused) throw modelNotAllowed({ model: refused.slug });
    const account = accountOf(ask.principal);
    const startedAt = this.clock.now();
    const budgets = await this.budgets.of(account);
    const output = outputLimit(ask, this.config.usage.defaultOutputTokens);
    const markupOf = await this.markups.of(account);
    const markups = new Map(ask.models.map((model) => [model.id, markupOf(model)]));
    const period = { at: startedAt.getTime(), zone: this.config.usage.timeZone };
    return {
      account,
      tag: tagOf(account),
      startedAt,
      cost: await this.costOf(ask, { account, markups, outputTokens: output.tokens, at: startedAt }),
      output,
      markups,
      rates: ratesOf(key),
      countedTokens: Math.ceil(ask.estimate.promptTokens) + (outputAsked(ask.estimate) ?? 0),
      budgets,
      spendLimits: spendLimitsOf(ask.principal, budgets, period),
    };
  }

  private async costOf(
    { models, estimate }: CallAsk,
    { account, markups, outputTokens, at }: Costing,
  ): Promise<HighestCost> {
    const onOwnAccounts = await Promise.all(models.map((model) => this.isOnOwnAccounts(model, account)));
    if (onOwnAccounts.every(Boolean)) return { ...free, outputTokens };
    const priced = models.map((model) => ({ model, markupBps: markups.get(model.id) ?? 0 }));
    return highestCost(priced, estimate, { outputTokens, at });
  }

  /** Whether nothing but the organization's own accounts at providers can answer. */
  private async isOnOwnAccounts(
    { id }: CatalogModel,
    { kind, id: tenantId }: BilledAccount,
  ): Promise<boolean> {
    if (kind !== 'organization') return false;
    const routes = await this.routes.routesTo(id, tenantId);
    return routes.length > 0 && routes.every(({ account }) => account.tenantId === tenantId);
  }
}

interface Costing {
  readonly account: BilledAccount;
  readonly markups: ReadonlyMap<number, number>;
  readonly outputTokens: number;
  readonly at: Date;
}
