import { Injectable } from '@nestjs/common';
import { Clock, StatisticsDatabase, type NanoUsd } from '@onegate/platform';
import { spanFor } from '../statistics/asked-span.js';
import { stretchOf, type Span } from '../statistics/span.js';
import type { AskedSpan } from '../statistics/statistics.schema.js';

/** Calls of one model by one account at a provider, of which the provider said what each cost. */
export interface ComparedCost {
  readonly providerKind: string | null;
  readonly upstreamAccountId: number | null;
  readonly modelSlug: string;
  readonly calls: number;
  /** Of which it said something else than our prices do. */
  readonly differing: number;
  /** By our prices, without what is added to them. */
  readonly costNano: NanoUsd;
  /** By its word. */
  readonly reportedNano: NanoUsd;
}

export interface ComparedCosts {
  readonly span: Span;
  readonly rows: readonly ComparedCost[];
}

interface Row {
  readonly provider_kind: string | null;
  readonly upstream_account_id: string | null;
  readonly model_slug: string;
  readonly calls: string;
  readonly differing: string;
  readonly cost_nano: string;
  readonly reported_nano: string;
}

/** Of long lists, those so many that are furthest apart. */
const longestList = 200;

const compareCosts = `select provider_kind, upstream_account_id, model_slug, count(*) as calls,
    count(*) filter (where reported_cost_nano <> cost_nano) as differing,
    sum(cost_nano)::text as cost_nano, sum(reported_cost_nano)::text as reported_nano
  from usage_events where reported_cost_nano is not null and settled_at >= $1 and settled_at < $2
  group by 1, 2, 3
  order by abs(sum(reported_cost_nano) - sum(cost_nano)) desc, model_slug, upstream_account_id limit ${longestList}`;

/** Whether our prices are those that providers take. */
@Injectable()
export class ProviderCosts {
  constructor(
    private readonly database: StatisticsDatabase,
    private readonly clock: Clock,
  ) {}

  async compare(asked: AskedSpan): Promise<ComparedCosts> {
    const span = spanFor(asked, asked.timeZone ?? 'UTC', this.clock.now());
    const rows = await this.database.query<Row>(compareCosts, [...stretchOf(span)]);
    return { span, rows: rows.map(fromRow) };
  }
}

function fromRow(row: Row): ComparedCost {
  return {
    providerKind: row.provider_kind,
    upstreamAccountId: row.upstream_account_id === null ? null : Number(row.upstream_account_id),
    modelSlug: row.model_slug,
    calls: Number(row.calls),
    differing: Number(row.differing),
    costNano: BigInt(row.cost_nano),
    reportedNano: BigInt(row.reported_nano),
  };
}
