import { BigintColumn, ReferenceColumn, TimeColumn, type NanoUsd } from '@onegate/platform';
import { Entity, PrimaryColumn } from 'typeorm';
import type { Axis } from './rollup-axes.js';

const idOfPart = { type: 'bigint', transformer: { from: Number, to: (value: unknown) => value } } as const;

/** What the calls of one part of something came to in one stretch of time. */
abstract class Rollup {
  /** What is divided into parts: the platform (`all`), an account (`o7`), a person or service user in it (`o7:u5`, `o7:s3`). */
  @PrimaryColumn({ type: 'text', collation: 'C' })
  scope!: string;

  /** By what it is divided. */
  @PrimaryColumn({ type: 'text', collation: 'C' })
  axis!: Axis;

  @PrimaryColumn({ name: 'part_id', ...idOfPart })
  partId!: number;

  @PrimaryColumn({ name: 'detail_id', ...idOfPart })
  detailId!: number;

  @PrimaryColumn({ type: 'text', collation: 'C' })
  operation!: string;

  @ReferenceColumn('calls')
  calls!: number;

  @ReferenceColumn('failed_calls')
  failedCalls!: number;

  @ReferenceColumn('prompt_tokens')
  promptTokens!: number;

  @ReferenceColumn('completion_tokens')
  completionTokens!: number;

  @ReferenceColumn('cached_tokens')
  cachedTokens!: number;

  @ReferenceColumn('reasoning_tokens')
  reasoningTokens!: number;

  @BigintColumn('cost_nano')
  costNano!: NanoUsd;

  @BigintColumn('charged_nano')
  chargedNano!: NanoUsd;

  /** What re-rating changed of both, beside what was charged at the time. */
  @BigintColumn('corrected_cost_nano', { default: 0 })
  correctedCostNano!: NanoUsd;

  @BigintColumn('corrected_nano', { default: 0 })
  correctedNano!: NanoUsd;

  @ReferenceColumn('latency_ms')
  latencyMs!: number;

  /** How many calls told when their first token came. */
  @ReferenceColumn('first_tokens')
  firstTokens!: number;

  @ReferenceColumn('first_token_ms')
  firstTokenMs!: number;

  @TimeColumn('last_at')
  lastAt!: Date;
}

/** A quarter of an hour: every time zone is a whole number of them away from UTC, so days of any zone are sums. */
@Entity('usage_quarters')
export class UsageQuarter extends Rollup {
  @PrimaryColumn('timestamptz')
  at!: Date;
}

/** A day in UTC. */
@Entity('usage_days')
export class UsageDay extends Rollup {
  @PrimaryColumn('date')
  at!: string;
}

/** A month in UTC, by its first day. */
@Entity('usage_months')
export class UsageMonth extends Rollup {
  @PrimaryColumn('date')
  at!: string;
}

/** Six hours of a large account, by model and caller. */
@Entity('usage_shifts')
export class UsageShift extends Rollup {
  @PrimaryColumn('timestamptz')
  at!: Date;
}

/** About a quarter of a month of a large account, by its first day. */
@Entity('usage_weeks')
export class UsageWeek extends Rollup {
  @PrimaryColumn('date')
  at!: string;
}
