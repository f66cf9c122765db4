import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Directories that tenants get their people from, and the runs that bring them over. */
export class Directories1763730000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table directory_entries, sync_runs, directories');
    await runner.query('alter table users drop column external_id');
  }
}

const statements = [
  'alter table users add column external_id text',
  'create unique index users_external on users (tenant_id, external_id) where external_id is not null',
  `create table directories (
    id bigint generated always as identity primary key,
    public_id text not null unique,
    tenant_id bigint not null unique references tenants (id) on delete cascade,
    kind text not null check (kind in ('scim', 'json')),
    base_url text not null,
    sealed_credentials text,
    mapping jsonb,
    sync_every_minutes integer check (sync_every_minutes > 0),
    max_departure_percent integer not null check (max_departure_percent between 0 and 100),
    enabled boolean not null,
    next_sync_at timestamptz,
    created_at timestamptz not null,
    updated_at timestamptz not null
  )`,
  'create index directories_due on directories (next_sync_at) where enabled',
  `create table sync_runs (
    id bigint generated always as identity primary key,
    public_id text not null unique,
    tenant_id bigint not null references tenants (id) on delete cascade,
    state text not null check (state in
      ('queued', 'listing', 'applying', 'needs-confirmation', 'completed', 'failed', 'superseded')),
    started_by bigint references users (id) on delete set null,
    confirmed_by bigint references users (id) on delete set null,
    confirmed_departures integer,
    attempt integer not null default 0,
    seen integer not null default 0,
    created integer not null default 0,
    updated integer not null default 0,
    reactivated integer not null default 0,
    deactivated integer not null default 0,
    unchanged integer not null default 0,
    departures integer,
    problem_count integer not null default 0,
    problems jsonb not null default '[]',
    failure text,
    created_at timestamptz not null,
    started_at timestamptz,
    heartbeat_at timestamptz not null,
    finished_at timestamptz
  )`,
  `create unique index sync_runs_under_way on sync_runs (tenant_id)
    where state in ('queued', 'listing', 'applying')`,
  'create index sync_runs_tenant on sync_runs (tenant_id, id)',
  `create table directory_entries (
    run_id bigint not null references sync_runs (id) on delete cascade,
    external_id text not null,
    position integer not null,
    email text,
    name text not null,
    active boolean not null,
    renamed boolean not null default false,
    problem text,
    outcome text,
    primary key (run_id, external_id)
  )`,
  'create index directory_entries_open on directory_entries (run_id, position) where outcome is null',
];
