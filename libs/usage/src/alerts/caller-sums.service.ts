import { Inject, Injectable } from '@nestjs/common';
import type { QuotaPeriod } from '@onegate/auth';
import type { AccountTag } from '@onegate/billing';
import { Clock, CONFIGURATION, Database, type Configuration } from '@onegate/platform';
import { periodAt } from '../limits/period.js';
import { questionOver, sumsBy } from '../statistics/rollup-query.js';

/** Before the first call ever. */
const dawn = Date.UTC(2025, 0, 1);
const day = 86_400_000;

/** What a person spent with one of his keys. */
export interface CallerSum {
  readonly part_id: string;
  readonly detail_id: string;
  readonly charged_nano: string;
}

/** What everybody on an account has spent in the present period. */
@Injectable()
export class CallerSums {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    @Inject(CONFIGURATION) private readonly config: Configuration,
  ) {}

  /** One question for everybody, however many there are. */
  async in(period: QuotaPeriod, tag: AccountTag): Promise<{ start: number; sums: CallerSum[] }> {
    const now = this.clock.now().getTime();
    const { start } = periodAt(period, now, this.config.usage.timeZone);
    const end = (Math.floor(now / day) + 2) * day;
    const question = questionOver([new Date(Math.max(start, dawn)), new Date(end)], {
      subject: { level: 'account', accounts: [tag] },
      axis: 'caller',
    });
    const { sql, parameters } = sumsBy(question, ['part_id', 'detail_id']);
    return { start, sums: await this.database.query<CallerSum>(sql, parameters) };
  }
}
