import { Injectable } from '@nestjs/common';
import type { AccountTag } from '@onegate/billing';
import { Clock, Database } from '@onegate/platform';
import type { ScopeFigure } from '../holds/hold-book.service.js';
import { sumsBy, type RollupQuestion } from '../statistics/rollup-query.js';
import { piecesOf } from '../statistics/span.js';
import { MovingFigures } from './moving-figures.service.js';
import { scopeOfName, withoutStep, type MovingScope, type PeriodScope } from './spend-scope.js';

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

  /** All that there is to know of one: of a window that moves along, each of its steps. */
  async of(tag: AccountTag, name: string): Promise<Figure[]> {
    const scope = scopeOfName(name);
    if (scope.kind !== 'moving') return [{ name, spentNano: await this.spent(tag, scope) }];
    const whole = withoutStep(name);
    const steps = await this.moving.within(tag, scope);
    return [{ name: whole, spentNano: 0n }, ...steps.map((step) => figureOf(whole, step))];
  }

  /** Those that charges counted in: of a window that moves along, that step alone. */
  async counted(tag: AccountTag, names: readonly string[]): Promise<Figure[]> {
    const figures = names.map(async (name) => {
      const scope = scopeOfName(name);
      const isStep = scope.kind === 'moving';
      const spentNano = isStep ? await this.ofStep(tag, scope) : await this.spent(tag, scope);
      return { name, spentNano };
    });
    return Promise.all(figures);
  }

  private async ofStep(tag: AccountTag, { step, ...scope }: MovingScope): Promise<bigint> {
    const steps = await this.moving.steps(tag, scope, [step ?? 0, step ?? 0]);
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
    const question = {
      subject: { level: 'account', accounts: [tag] } as const,
      pieces: piecesOf([new Date(start), new Date(Math.max(end, start))]),
    };
    return scope.kind === 'account'
      ? { ...question, axis: 'total' }
      : { ...question, axis: 'caller', partIds: [scope.userId] };
  }
}

function figureOf(whole: string, { step, spentNano }: { step: number; spentNano: bigint }): Figure {
  return { name: `${whole}@${step}`, spentNano };
}
