import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Accounts at providers, and the models that each of them serves. */
export class UpstreamAccounts1763745000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table upstream_models, upstream_accounts');
  }
}

const statements = [
  `create table upstream_accounts (
    id bigint generated always as identity primary key,
    public_id text not null unique,
    tenant_id bigint references tenants (id) on delete cascade,
    name text not null,
    kind text not null,
    origin text not null check (origin in ('person', 'environment', 'simulator')),
    serves text not null check (serves in ('listed', 'matching', 'unrouted')),
    base_url text,
    settings jsonb not null default '{}',
    headers jsonb not null default '{}',
    sealed_credentials text,
    sealed_headers text,
    credential_names text[] not null default '{}',
    secret_header_names text[] not null default '{}',
    credentials_set_at timestamptz,
    priority integer not null check (priority >= 0),
    weight integer not null check (weight >= 0),
    cost_bps integer not null check (cost_bps >= 0),
    concurrency integer check (concurrency > 0),
    requests_per_minute integer check (requests_per_minute > 0),
    tokens_per_minute integer check (tokens_per_minute > 0),
    monthly_budget_nano_usd bigint check (monthly_budget_nano_usd >= 0),
    connect_timeout_ms integer check (connect_timeout_ms > 0),
    first_byte_timeout_ms integer check (first_byte_timeout_ms > 0),
    idle_timeout_ms integer check (idle_timeout_ms > 0),
    total_timeout_ms integer check (total_timeout_ms > 0),
    is_exclusive boolean not null default false,
    is_enabled boolean not null default true,
    is_provided boolean not null default true,
    last_test jsonb,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    deleted_at timestamptz
  )`,
  `create unique index upstream_accounts_name on upstream_accounts (coalesce(tenant_id, 0), lower(name))
    where deleted_at is null`,
  `create unique index upstream_accounts_provided on upstream_accounts (origin, kind)
    where origin <> 'person' and deleted_at is null`,
  'create index upstream_accounts_tenant on upstream_accounts (tenant_id)',
  `create table upstream_models (
    id bigint generated always as identity primary key,
    account_id bigint not null references upstream_accounts (id) on delete cascade,
    model_id bigint not null references models (id) on delete cascade,
    upstream_name text not null,
    cost_bps integer check (cost_bps >= 0),
    is_enabled boolean not null default true,
    created_at timestamptz not null,
    constraint upstream_models_account_model unique (account_id, model_id)
  )`,
  'create index upstream_models_model on upstream_models (model_id)',
];
