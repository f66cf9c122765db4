import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sessions, the ways to start one, and the limits of API keys. */
export class SignIn1763710100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table identities, email_codes, password_resets, sessions');
    await runner.query(`alter table api_keys ${keyColumns.map((name) => `drop column ${name}`).join(', ')}`);
  }
}

const keyColumns = [
  'tenant_id',
  'expires_at',
  'quota_nano_usd',
  'quota_period',
  'requests_per_minute',
  'tokens_per_minute',
  'concurrent_requests',
  'allowed_models',
  'allowed_ips',
  'previous_hash',
  'previous_until',
  'updated_at',
  'last_used_at',
  'revoked_at',
];

const statements = [
  `create table sessions (
    id bigint generated always as identity primary key,
    public_id text not null unique,
    user_id bigint not null references users (id) on delete cascade,
    refresh_hash text not null,
    user_agent text,
    ip text,
    created_at timestamptz not null,
    last_used_at timestamptz not null,
    expires_at timestamptz not null,
    revoked_at timestamptz
  )`,
  'create index sessions_user on sessions (user_id)',
  'create index sessions_expiry on sessions (expires_at)',
  `create table password_resets (
    id bigint generated always as identity primary key,
    user_id bigint not null references users (id) on delete cascade,
    hash text not null unique,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz
  )`,
  'create index password_resets_user on password_resets (user_id)',
  `create table email_codes (
    id bigint generated always as identity primary key,
    user_id bigint not null unique references users (id) on delete cascade,
    hash text not null,
    tries integer not null default 0,
    created_at timestamptz not null,
    expires_at timestamptz not null
  )`,
  `create table identities (
    id bigint generated always as identity primary key,
    user_id bigint not null references users (id) on delete cascade,
    provider text not null,
    subject text not null,
    created_at timestamptz not null,
    constraint identities_provider_subject unique (provider, subject),
    constraint identities_user_provider unique (user_id, provider)
  )`,
  `alter table api_keys
    add column tenant_id bigint references tenants (id) on delete cascade,
    add column expires_at timestamptz,
    add column quota_nano_usd bigint check (quota_nano_usd >= 0),
    add column quota_period text not null default 'none'
      check (quota_period in ('none', 'daily', 'weekly', 'monthly')),
    add column requests_per_minute integer check (requests_per_minute > 0),
    add column tokens_per_minute integer check (tokens_per_minute > 0),
    add column concurrent_requests integer check (concurrent_requests > 0),
    add column allowed_models text[],
    add column allowed_ips text[],
    add column previous_hash text unique,
    add column previous_until timestamptz,
    add column updated_at timestamptz,
    add column last_used_at timestamptz,
    add column revoked_at timestamptz`,
  'create index api_keys_tenant on api_keys (tenant_id)',
];
