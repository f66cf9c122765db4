import { Injectable } from '@nestjs/common';
import type { AccountTag } from '@onegate/billing';
import { Clock, Database } from '@onegate/platform';
import { rowsOf } from '../statistics/rollup-query.js';
import { added } from '../statistics/span.js';
import { stepAt } from './cap-window.js';
import type { MovingScope } from './spend-scope.js';

export interface StepFigure {
  readonly step: number;
  readonly spentNano: bigint;
}

type Whose = Pick<MovingScope, 'userId' | 'stepMillis'>;

const day = 86_400_000;
/** Days are summed up already; what is shorter is counted from the events. */
const stepOfDay = `(at - date '1970-01-01')`;
const stepOfEvent = 'floor(extract(epoch from last_at) * 1000 / $step)::bigint';

/** What a person spent in each step of a window that moves along, as Postgres has it now. */
@Injectable()
export class MovingFigures {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Up to a day ahead: nothing was settled later, whatever the clocks of other machines say. */
  within(tag: AccountTag, scope: Omit<MovingScope, 'step'>): Promise<StepFigure[]> {
    const now = this.clock.now().getTime();
    const first = stepAt(scope, now) - scope.before;
    return this.steps(tag, scope, [first, stepAt(scope, now + day)]);
  }

  /** From the first to the last, both included. */
  async steps(
    tag: AccountTag,
    { userId, stepMillis }: Whose,
    [first, last]: readonly [first: number, last: number],
  ): Promise<StepFigure[]> {
    const stretch = [new Date(first * stepMillis), new Date((last + 1) * stepMillis)] as const;
    const { sql, parameters } = rowsOf({
      subject: { level: 'account', accounts: [tag] },
      axis: 'caller',
      pieces: [added(stepMillis === day ? 'days' : 'moments', stretch)],
      partIds: [userId],
    });
    const step =
      stepMillis === day ? stepOfDay : stepOfEvent.replace('$step', `$${parameters.length + 1}::numeric`);
    const rows = await this.database.query<{ step: string; charged_nano: string }>(
      `select ${step} as step, sum(charged_nano)::text as charged_nano from (${sql}) r group by 1 order by 1`,
      stepMillis === day ? parameters : [...parameters, stepMillis],
    );
    return rows.map((row) => ({ step: Number(row.step), spentNano: BigInt(row.charged_nano) }));
  }
}
