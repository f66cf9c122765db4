import { Injectable } from '@nestjs/common';
import type { AccountTag } from '@onegate/billing';
import { Clock, Database } from '@onegate/platform';
import type { ScopeFigure } from '../holds/hold-book.service.js';
import { questionOver, sumsBy, type RollupQuestion } from '../statistics/rollup-query.js';
import { MovingFigures } from './moving-figures.service.js';
import { scopeOfName, type MovingScope, type PeriodScope } from './spend-scope.js';

type Figure = Omit<ScopeFigure, 'forgetAt'>;

/** Before the first call ever. */
const dawn = Date.UTC(2025, 0, 1);
const day = 86_400_000;

/** What was spent of quotas and budgets, as Postgres has it now. */
@Injectable()
export class ScopeFigures {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly moving: MovingFigures,
  ) {}

  /** Of a window that moves along, the step that is named, or else each of them. */
  async of(tag: AccountTag, names: readonly string[]): Promise<Figure[]> {
    return (await Promise.all(names.map((name) => this.ofOne(tag, name)))).flat();
  }

  private async ofOne(tag: AccountTag, name: string): Promise<Figure[]> {
    const scope = scopeOfName(name);
    if (scope.kind !== 'moving') return [{ name, spentNano: await this.spent(tag, scope) }];
    const { step } = scope;
    if (step !== null) return [{ name, spentNano: await this.ofStep(tag, scope, step) }];
    const steps = await this.moving.within(tag, scope);
    const figures = steps.map((told) => ({ name: `${name}@${told.step}`, spentNano: told.spentNano }));
    return [{ name, spentNano: 0n }, ...figures];
  }

  private async ofStep(tag: AccountTag, scope: MovingScope, step: number): Promise<bigint> {
    const steps = await this.moving.steps(tag, scope, [step, step]);
    return steps.reduce((sum, { spentNano }) => sum + spentNano, 0n);
  }

  private async spent(tag: AccountTag, scope: PeriodScope): Promise<bigint> {
    const { sql, parameters } = sumsBy(this.questionOf(tag, scope), ['detail_id']);
    const rows = await this.database.query<{ detail_id: string; charged_nano: string }>(sql, parameters);
    return rows
      .filter(({ detail_id: detail }) => scope.kind !== 'key' || Number(detail) === scope.keyId)
      .reduce((sum, row) => sum + BigInt(row.charged_nano), 0n);
  }

  /** Up to the end of tomorrow: nothing was settled later, whatever the clocks of other machines say. */
  private questionOf(tag: AccountTag, scope: PeriodScope): RollupQuestion {
    const end = (Math.floor(this.clock.now().getTime() / day) + 2) * day;
    const start = Math.max(scope.start, dawn);
    const subject = { level: 'account', accounts: [tag] } as const;
    return questionOver(
      [new Date(start), new Date(Math.max(end, start))],
      scope.kind === 'account'
        ? { subject, axis: 'total' }
        : { subject, axis: 'caller', partIds: [scope.userId] },
    );
  }
}
