import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What comparing events, ledger, wallets and Redis came to, and how far each account has been compared. */
export class Reconciliation1763830000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop table reconciliation_differences, reconciliation_runs, reconciled_accounts, reconciled_days',
    );
  }
}

const statements = [
  `create table reconciliation_runs (
    id bigint generated always as identity primary key,
    public_id text not null unique,
    trigger text not null check (trigger in ('schedule', 'person')),
    is_thorough boolean not null,
    state text not null check (state in ('queued', 'running', 'completed', 'failed')),
    error text,
    accounts integer not null default 0,
    differing integer not null default 0,
    difference_nano bigint not null default 0,
    events_nano bigint not null default 0,
    ledger_nano bigint not null default 0,
    spent_nano bigint not null default 0,
    pending_nano bigint not null default 0,
    held_nano bigint not null default 0,
    started_at timestamptz not null,
    finished_at timestamptz
  )`,
  `create table reconciled_accounts (
    account text collate "C" primary key,
    wallet_id bigint references wallets (id),
    events_nano bigint not null,
    days_nano bigint not null,
    months_nano bigint not null,
    ledger_nano bigint not null,
    entries_nano bigint not null,
    ledger_number bigint not null,
    spent_nano bigint not null,
    redis_spent_nano bigint,
    redis_pending_nano bigint,
    held_nano bigint,
    holds integer not null default 0,
    calls_in_flight integer not null default 0,
    difference_nano bigint not null,
    differences jsonb not null default '[]',
    checked_at timestamptz not null
  )`,
  'create index reconciled_accounts_differing on reconciled_accounts (account) where difference_nano <> 0',
  `create table reconciled_days (
    account text collate "C" not null,
    day date not null,
    calls bigint not null,
    charged_nano bigint not null,
    primary key (account, day)
  )`,
  `create table reconciliation_differences (
    id bigint generated always as identity primary key,
    run_id bigint not null references reconciliation_runs (id) on delete cascade,
    account text collate "C" not null,
    place text not null,
    expected_nano bigint not null,
    found_nano bigint not null,
    call_ids jsonb not null default '[]'
  )`,
  'create index reconciliation_differences_run on reconciliation_differences (run_id)',
];
