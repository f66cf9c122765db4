import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What calls used and cost. An event's id begins with the time at which it was made, so that its month is a range of
 * ids: partitions by that range keep the id alone unique, which no partition by a column of time could.
 */
export class UsageEvents1763770000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table tenants drop column time_zone');
    await runner.query(
      'drop table usage_dead_letters, usage_months, usage_days, usage_quarters, usage_events, service_users',
    );
  }
}

/** Rows are written over and over: room on their page keeps that cheap. */
const rollup = (name: string, at: string): string => `create table ${name} (
    scope text collate "C" not null,
    axis text collate "C" not null,
    at ${at} not null,
    part_id bigint not null,
    detail_id bigint not null,
    operation text collate "C" not null,
    calls bigint not null,
    failed_calls bigint not null,
    prompt_tokens bigint not null,
    completion_tokens bigint not null,
    cached_tokens bigint not null,
    reasoning_tokens bigint not null,
    cost_nano bigint not null,
    charged_nano bigint not null,
    latency_ms bigint not null,
    first_tokens bigint not null,
    first_token_ms bigint not null,
    last_at timestamptz not null,
    primary key (scope, axis, at, part_id, detail_id, operation)
  ) with (fillfactor = 80)`;

const statements = [
  `alter table tenants add column time_zone text not null default 'UTC'`,
  `create table service_users (
    id bigint generated always as identity primary key,
    public_id text not null unique,
    account text collate "C" not null,
    name text not null,
    first_seen_at timestamptz not null,
    constraint service_users_account_name unique (account, name)
  )`,
  `create table usage_events (
    id text collate "C" primary key,
    request_id text not null,
    generation_id text,
    started_at timestamptz not null,
    settled_at timestamptz not null,
    account text collate "C" not null,
    user_id bigint not null,
    key_id bigint,
    service_user_id bigint,
    operation text not null,
    requested_model text not null,
    model_id bigint not null,
    model_slug text not null,
    upstream_account_id bigint,
    provider_kind text,
    upstream_name text,
    is_simulated boolean not null,
    is_own_upstream boolean not null,
    usage jsonb not null,
    prompt_tokens bigint not null,
    completion_tokens bigint not null,
    cached_tokens bigint not null,
    reasoning_tokens bigint not null,
    count_source text not null,
    price_version_id bigint,
    markup_bps integer not null,
    cost_nano bigint not null,
    charged_nano bigint not null,
    reported_cost_nano bigint,
    hold_nano bigint not null,
    overdraft_nano bigint not null,
    status text not null,
    http_status integer not null,
    finish_reason text,
    is_stream boolean not null,
    disconnect text not null,
    latency_ms bigint not null,
    first_token_ms bigint,
    attempts integer not null,
    is_cached boolean not null,
    ingested_at timestamptz not null
  ) partition by range (id)`,
  'create index usage_events_account on usage_events (account, settled_at, id)',
  'create index usage_events_user on usage_events (user_id, settled_at, id)',
  'create index usage_events_generation on usage_events (generation_id) where generation_id is not null',
  rollup('usage_quarters', 'timestamptz'),
  rollup('usage_days', 'date'),
  rollup('usage_months', 'date'),
  `create table usage_dead_letters (
    id bigint generated always as identity primary key,
    entry_id text not null unique,
    entry text not null,
    reason text not null,
    died_at timestamptz not null
  )`,
];
