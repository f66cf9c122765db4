import { Injectable } from '@nestjs/common';
import { StatisticsDatabase } from '@onegate/platform';
import {
  figureNames,
  figuresOf,
  noFigures,
  type FigureRow,
  type Figures,
} from '../rollups/rollup-figures.js';
import { rowsOf, sumsBy, type Query, type RollupQuestion } from './rollup-query.js';
import { datesOf, piecesOf, stretchOf, type Span } from './span.js';
import { scopesOf, type Subject } from './subject.js';

/** The figures of one part of what was asked for. */
export interface PartFigures {
  readonly partId: number;
  /** 0 where the axis has none, or it was not asked for. */
  readonly detailId: number;
  readonly figures: Figures;
  readonly lastAt: Date;
}

export interface DayFigures {
  readonly date: string;
  readonly figures: Figures;
}

interface PartRow extends FigureRow {
  readonly part_id: string;
  readonly detail_id?: string;
  readonly last_at: Date;
}

type Question = Omit<RollupQuestion, 'pieces'>;

/** Reads the sums of usage; whether the reader may see them was decided before. */
@Injectable()
export class RollupReading {
  constructor(private readonly database: StatisticsDatabase) {}

  async sum(question: Question, span: Span): Promise<Figures> {
    const { sql, parameters } = sumsBy(withPieces(question, span), []);
    const [row] = await this.database.query<FigureRow>(sql, parameters);
    return row ? figuresOf(row) : noFigures;
  }

  /** Divided by the axis, the dearest first. */
  async parts(
    question: Question,
    span: Span,
    dimensions: readonly ('part_id' | 'detail_id')[] = ['part_id'],
  ): Promise<PartFigures[]> {
    const { sql, parameters } = sumsBy(withPieces(question, span), dimensions);
    const rows = await this.database.query<PartRow>(
      `${sql} order by sum(charged_nano) desc, sum(calls) desc, ${dimensions.join(', ')}`,
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
}

const sums = figureNames.map((name) => `sum(${name})::text as ${name}`).join(', ');

function utcSeries(subject: Subject, span: Span): Query {
  const days = { months: null, days: [stretchOf({ ...span, zone: 'UTC' })], edges: [] };
  const axis = subject.level === 'account' || subject.level === 'platform' ? 'total' : 'model';
  const { sql, parameters } = rowsOf({ subject, axis, pieces: days });
  return { sql: `select at::text as date, ${sums} from (${sql}) r group by at`, parameters };
}

function zonedSeries(subject: Subject, span: Span): Query {
  const [from, to] = stretchOf(span);
  const sql = `select ((at at time zone $4)::date)::text as date, ${sums} from usage_quarters
    where scope = any($1::text[]) and axis = 'total' and at >= $2 and at < $3 group by 1`;
  return { sql, parameters: [scopesOf(subject), from, to, span.zone] };
}

function withPieces(question: Question, span: Span): RollupQuestion {
  return { ...question, pieces: piecesOf(stretchOf(span)) };
}

function toPart(row: PartRow): PartFigures {
  return {
    partId: Number(row.part_id),
    detailId: Number(row.detail_id ?? 0),
    figures: figuresOf(row),
    lastAt: row.last_at,
  };
}
