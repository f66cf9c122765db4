import type { AccountTag } from '@onegate/billing';
import type { ProviderKind, Usage } from '@onegate/models';
import { BigintColumn, ReferenceColumn, TimeColumn, type NanoUsd } from '@onegate/platform';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CallStatus, CountSource, Operation, UsageEvent } from './usage-event.js';

/** One call that was charged. Never changed. In partitions by month, which are ranges of ids. */
@Entity('usage_events')
export class RecordedEvent {
  /** `evt_…` */
  @PrimaryColumn({ type: 'text', collation: 'C' })
  id!: string;

  @Column({ name: 'request_id', type: 'text' })
  requestId!: string;

  @Column({ name: 'generation_id', type: 'text', nullable: true })
  generationId!: string | null;

  @TimeColumn('started_at')
  startedAt!: Date;

  /** Decides the day on which it counts. */
  @TimeColumn('settled_at')
  settledAt!: Date;

  @PrimaryColumn({ type: 'text', collation: 'C' })
  account!: AccountTag;

  @ReferenceColumn('user_id')
  userId!: number;

  @ReferenceColumn('key_id', { nullable: true })
  keyId!: number | null;

  @ReferenceColumn('service_user_id', { nullable: true })
  serviceUserId!: number | null;

  @Column('text')
  operation!: Operation;

  @Column({ name: 'requested_model', type: 'text' })
  requestedModel!: string;

  @ReferenceColumn('model_id')
  modelId!: number;

  @Column({ name: 'model_slug', type: 'text' })
  modelSlug!: string;

  @ReferenceColumn('upstream_account_id', { nullable: true })
  upstreamAccountId!: number | null;

  @Column({ name: 'provider_kind', type: 'text', nullable: true })
  providerKind!: ProviderKind | null;

  @Column({ name: 'upstream_name', type: 'text', nullable: true })
  upstreamName!: string | null;

  @Column({ name: 'is_simulated', type: 'boolean' })
  isSimulated!: boolean;

  @Column({ name: 'is_own_upstream', type: 'boolean' })
  isOwnUpstream!: boolean;

  /** Every kind by itself; the four counts that follow are sums of it. */
  @Column('jsonb')
  usage!: Usage;

  @ReferenceColumn('prompt_tokens')
  promptTokens!: number;

  @ReferenceColumn('completion_tokens')
  completionTokens!: number;

  @ReferenceColumn('cached_tokens')
  cachedTokens!: number;

  @ReferenceColumn('reasoning_tokens')
  reasoningTokens!: number;

  @Column({ name: 'count_source', type: 'text' })
  countSource!: CountSource;

  @ReferenceColumn('price_version_id', { nullable: true })
  priceVersionId!: number | null;

  @Column({ name: 'markup_bps', type: 'integer' })
  markupBps!: number;

  @BigintColumn('cost_nano')
  costNano!: NanoUsd;

  @BigintColumn('charged_nano')
  chargedNano!: NanoUsd;

  @BigintColumn('reported_cost_nano', { nullable: true })
  reportedCostNano!: NanoUsd | null;

  @BigintColumn('hold_nano')
  holdNano!: NanoUsd;

  @BigintColumn('overdraft_nano')
  overdraftNano!: NanoUsd;

  @Column('text')
  status!: CallStatus;

  @Column({ name: 'http_status', type: 'integer' })
  httpStatus!: number;

  @Column({ name: 'finish_reason', type: 'text', nullable: true })
  finishReason!: string | null;

  @Column({ name: 'is_stream', type: 'boolean' })
  isStream!: boolean;

  @Column('text')
  disconnect!: UsageEvent['disconnect'];

  @ReferenceColumn('latency_ms')
  latencyMs!: number;

  @ReferenceColumn('first_token_ms', { nullable: true })
  firstTokenMs!: number | null;

  @Column('integer')
  attempts!: number;

  @Column({ name: 'is_cached', type: 'boolean' })
  isCached!: boolean;

  /** With whom it came: the ledger has one movement for each account and day of a batch. */
  @Column('text')
  batch!: string;

  @TimeColumn('ingested_at')
  ingestedAt!: Date;
}
