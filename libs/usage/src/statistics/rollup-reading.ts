import { Injectable } from '@nestjs/common';
import { StatisticsDatabase } from '@onegate/platform';
import {
  callsInAll,
  chargedInAll,
  figureSums,
  figuresOf,
  noFigures,
  type FigureRow,
  type Figures,
} from '../rollups/rollup-figures.js';
import { questionOver, rowsOf, sumsBy, type Asked, type Query, type RollupQuestion } from './rollup-query.js';
import { added, datesOf, stretchOf, type Span } from './span.js';
import { scopesOf, type Subject } from './subject.js';
import { SummedStretches } from './summed-stretches.service.js';

/** The figures of one part of what was asked for. */
export interface PartFigures {
  readonly partId: number;
  /** 0 where the axis has none. */
  readonly detailId: number;
  readonly figures: Figures;
}

export interface DayFigures {
  readonly date: string;
  readonly figures: Figures;
}

interface PartRow extends FigureRow {
  readonly part_id: string;
  readonly detail_id: string;
}

/** Reads the sums of usage; whether the reader may see them was decided before. */
@Injectable()
export class RollupReading {
  constructor(
    private readonly database: StatisticsDatabase,
    private readonly summed: SummedStretches,
  ) {}

  async sum(asked: Asked, span: Span): Promise<Figures> {
    const { sql, parameters } = sumsBy(await this.questionOf(asked, span), []);
    const [row] = await this.database.query<FigureRow>(sql, parameters);
    return row ? figuresOf(row) : noFigures;
  }

  /** The dearest first. */
  async parts(asked: Asked, span: Span): Promise<PartFigures[]> {
    const { sql, parameters } = sumsBy(await this.questionOf(asked, span), partOfAxis);
    const rows = await this.database.query<PartRow>(
      `${sql} order by ${chargedInAll} desc, ${callsInAll} desc, ${partOfAxis.join(', ')}`,
      parameters,
    );
    return rows.map(toPart);
  }

  /** Each day of the span, also those on which nothing was used. */
  async series(subject: Subject, span: Span): Promise<DayFigures[]> {
    const isUtc = span.zone === 'UTC' || subject.level !== 'account';
    const { sql, parameters } = isUtc ? utcSeries(subject, span) : zonedSeries(subject, span);
    const rows = await this.database.query<FigureRow & { date: string }>(sql, parameters);
    const known = new Map(rows.map((row) => [row.date, figuresOf(row)]));
    return datesOf(span).map((date) => ({ date, figures: known.get(date) ?? noFigures }));
  }

  private async questionOf(asked: Asked, span: Span): Promise<RollupQuestion> {
    const stretch = stretchOf(span);
    return questionOver(stretch, asked, await this.summed.near(stretch, asked));
  }
}

const partOfAxis = ['part_id', 'detail_id'] as const;

function utcSeries(subject: Subject, span: Span): Query {
  const pieces = [added('days', stretchOf({ ...span, zone: 'UTC' }))];
  const axis = subject.level === 'account' || subject.level === 'platform' ? 'total' : 'model';
  const { sql, parameters } = rowsOf({ subject, axis, pieces });
  return { sql: `select at::text as date, ${figureSums} from (${sql}) r group by at`, parameters };
}

function zonedSeries(subject: Subject, span: Span): Query {
  const [from, to] = stretchOf(span);
  const sql = `select ((at at time zone $4)::date)::text as date, ${figureSums} from usage_quarters
    where scope = any($1::text[]) and axis = 'total' and at >= $2 and at < $3 group by 1`;
  return { sql, parameters: [scopesOf(subject), from, to, span.zone] };
}

function toPart(row: PartRow): PartFigures {
  return {
    partId: Number(row.part_id),
    detailId: Number(row.detail_id),
    figures: figuresOf(row),
  };
}
