import { Injectable } from '@nestjs/common';
import { AlertNotices, AlertRules, type AccountTag, type AlertRule, type Occurrence } from '@onegate/billing';
import { toUsdText } from '@onegate/platform';
import { CallerSums, type CallerSum } from './caller-sums.service.js';
import { LimitedSpendings, type LimitedSpending } from './limited-spending.service.js';

interface Spent {
  readonly of: LimitedSpending;
  readonly spentNano: bigint;
  readonly start: number;
}

/** Tells of quotas and budgets of which much is used: each threshold once in each period. */
@Injectable()
export class SpendAlerts {
  constructor(
    private readonly rules: AlertRules,
    private readonly notices: AlertNotices,
    private readonly limited: LimitedSpendings,
    private readonly spending: CallerSums,
  ) {}

  /** As of the events that are in the books; answers how many notices were new. */
  async consider(tag: AccountTag): Promise<number> {
    const rules = await this.rules.ofSpending(tag);
    if (rules.length === 0) return 0;
    const kinds = new Set(rules.map(({ kind }) => kind));
    const limited = (await this.limited.on(tag)).filter(({ kind }) => kinds.has(kind));
    const spent = await this.spentOf(tag, limited);
    let raised = 0;
    for (const rule of rules) raised += await this.tell(rule, spent);
    return raised;
  }

  private async tell(rule: AlertRule, spent: readonly Spent[]): Promise<number> {
    const percent = rule.percent ?? 100;
    const reached = spent
      .filter(({ of }) => of.kind === rule.kind)
      .filter(({ spentNano, of }) => spentNano * 100n >= of.limitNano * BigInt(percent))
      .map((one) => occurrenceOf(one, percent));
    const told = await this.notices.told(
      rule.id,
      reached.map(({ name }) => name),
    );
    let raised = 0;
    for (const occurrence of reached.filter(({ name }) => !told.has(name))) {
      if (await this.notices.raise(rule, occurrence)) raised += 1;
    }
    return raised;
  }

  private async spentOf(tag: AccountTag, limited: readonly LimitedSpending[]): Promise<Spent[]> {
    const spent: Spent[] = [];
    for (const [period, ones] of Map.groupBy(limited, (one) => one.period)) {
      const { start, sums } = await this.spending.in(period, tag);
      spent.push(...ones.map((one) => ({ of: one, start, spentNano: sumOf(sums, one) })));
    }
    return spent;
  }
}

function sumOf(sums: readonly CallerSum[], { userId, keyId }: LimitedSpending): bigint {
  return sums
    .filter((sum) => userId === null || Number(sum.part_id) === userId)
    .filter((sum) => keyId === null || Number(sum.detail_id) === keyId)
    .reduce((total, sum) => total + BigInt(sum.charged_nano), 0n);
}

/** A limit that was changed is another one: what is used of it is told again. */
function occurrenceOf({ of, start, spentNano }: Spent, percent: number): Occurrence {
  const { subject, period, limitNano, names } = of;
  return {
    name: `${subject}:${period}:${start}:${limitNano}`,
    facts: {
      ...names,
      percent,
      limitUsd: toUsdText(limitNano),
      spentUsd: toUsdText(spentNano),
      period,
      periodStart: start === 0 ? null : new Date(start).toISOString(),
    },
  };
}
