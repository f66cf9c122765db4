import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people want to be told of their money, what they were told, and the addresses of theirs that are called for it. */
export class Alerts1763820100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table webhook_deliveries, webhook_endpoints, alert_notices, alert_rules');
    await runner.query('alter table wallets drop column watched_nano');
  }
}

const statements = [
  `alter table wallets add column watched_nano bigint[] not null default '{}'`,
  `create table alert_rules (
    id bigint generated always as identity primary key,
    public_id text not null unique,
    wallet_id bigint not null references wallets (id),
    kind text not null check (kind in ('balance', 'key_quota', 'budget')),
    threshold_nano bigint check (threshold_nano >= 0),
    percent integer check (percent between 1 and 100),
    by_email boolean not null,
    by_webhook boolean not null,
    is_active boolean not null default true,
    is_below boolean not null default false,
    seen_number bigint not null default 0,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    check ((kind = 'balance') = (threshold_nano is not null)),
    check ((kind = 'balance') = (percent is null)),
    constraint alert_rules_once unique nulls not distinct (wallet_id, kind, threshold_nano, percent)
  )`,
  `create table alert_notices (
    id bigint generated always as identity primary key,
    public_id text not null unique,
    wallet_id bigint not null references wallets (id),
    rule_id bigint references alert_rules (id) on delete set null,
    kind text not null,
    occurrence text not null,
    facts jsonb not null,
    occurred_at timestamptz not null,
    unique (rule_id, occurrence)
  )`,
  'create index alert_notices_wallet on alert_notices (wallet_id, id)',
  `create table webhook_endpoints (
    id bigint generated always as identity primary key,
    public_id text not null unique,
    wallet_id bigint not null references wallets (id),
    url text not null,
    sealed_secret text not null,
    previous_sealed_secret text,
    previous_until timestamptz,
    is_active boolean not null default true,
    created_at timestamptz not null,
    updated_at timestamptz not null
  )`,
  'create index webhook_endpoints_wallet on webhook_endpoints (wallet_id, id)',
  `create table webhook_deliveries (
    id bigint generated always as identity primary key,
    public_id text not null unique,
    endpoint_id bigint not null references webhook_endpoints (id) on delete cascade,
    notice_id bigint not null references alert_notices (id),
    status text not null default 'pending' check (status in ('pending', 'delivered', 'failed')),
    attempts integer not null default 0,
    last_status integer,
    last_error text,
    created_at timestamptz not null,
    ended_at timestamptz,
    unique (endpoint_id, notice_id)
  )`,
  `create index webhook_deliveries_pending on webhook_deliveries (created_at) where status = 'pending'`,
];
