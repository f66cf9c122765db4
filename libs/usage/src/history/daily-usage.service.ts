import { Injectable } from '@nestjs/common';
import { Clock, Database } from '@onegate/platform';
import type { Operation } from '../events/usage-event.js';
import {
  chargedInAll,
  figureSums,
  figuresOf,
  type FigureRow,
  type Figures,
} from '../rollups/rollup-figures.js';
import { spanFor } from '../statistics/asked-span.js';
import { PartNames } from '../statistics/part-names.js';
import { rowsOf } from '../statistics/rollup-query.js';
import { added, stretchOf } from '../statistics/span.js';
import type { AskedSpan } from '../statistics/statistics.schema.js';
import type { Subject } from '../statistics/subject.js';
import type { HistoryOf } from './usage-history.js';

/** What was used on one day of one model, in one way. */
export interface DailyUsage {
  readonly date: string;
  readonly modelSlug: string;
  /** Not told of a whole organization. */
  readonly operation: Operation | null;
  readonly figures: Figures;
}

interface DailyRow extends FigureRow {
  readonly date: string;
  readonly part_id: string;
  readonly operation: Operation | '';
}

/** Days of UTC, by model. */
@Injectable()
export class DailyUsages {
  constructor(
    private readonly database: Database,
    private readonly names: PartNames,
    private readonly clock: Clock,
  ) {}

  async list({ accounts, userId }: HistoryOf, asked: AskedSpan): Promise<DailyUsage[]> {
    const span = spanFor(asked, 'UTC', this.clock.now());
    const subject: Subject =
      userId === null ? { level: 'account', accounts } : { level: 'person', accounts, userId };
    const pieces = [added('days', stretchOf(span))];
    const { sql, parameters } = rowsOf({ subject, axis: 'model', pieces });
    const rows = await this.database.query<DailyRow>(
      `select at::text as date, part_id, operation, ${figureSums} from (${sql}) r
       group by at, part_id, operation order by at desc, ${chargedInAll} desc, part_id`,
      parameters,
    );
    const models = await this.names.models([...new Set(rows.map(({ part_id }) => Number(part_id)))]);
    return rows.map((row) => ({
      date: row.date,
      modelSlug: models.get(Number(row.part_id))?.slug ?? '',
      operation: row.operation || null,
      figures: figuresOf(row),
    }));
  }
}
