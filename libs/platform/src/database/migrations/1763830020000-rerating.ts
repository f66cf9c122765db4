import type { MigrationInterface, QueryRunner } from 'typeorm';

const sums = ['usage_quarters', 'usage_days', 'usage_months'];

/** What calls should have cost when their price was wrong. Events keep what was charged; sums know the correction beside it. */
export class Rerating1763830020000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
    for (const table of sums) {
      await runner.query(`alter table ${table} add column corrected_cost_nano bigint not null default 0,
        add column corrected_nano bigint not null default 0`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of sums) {
      await runner.query(`alter table ${table} drop column corrected_cost_nano, drop column corrected_nano`);
    }
    await runner.query('drop table usage_corrections, rerating_accounts, reratings');
  }
}

const statements = [
  `create table reratings (
    id bigint generated always as identity primary key,
    public_id text not null unique,
    model_id bigint not null,
    model_slug text not null,
    from_at timestamptz not null,
    to_at timestamptz not null check (to_at > from_at),
    price jsonb not null,
    price_version_id bigint,
    allows_debit boolean not null,
    reason text not null,
    state text not null check (state in ('estimating', 'estimated', 'running', 'completed', 'failed')),
    cursor text collate "C" not null,
    error text,
    requested_by bigint,
    created_at timestamptz not null,
    finished_at timestamptz
  )`,
  `create table rerating_accounts (
    rerating_id bigint not null references reratings (id),
    account text collate "C" not null,
    estimated_calls integer not null default 0,
    estimated_nano bigint not null default 0,
    calls integer not null default 0,
    change_nano bigint not null default 0,
    note_reference text,
    primary key (rerating_id, account)
  )`,
  'create index rerating_accounts_account on rerating_accounts (account)',
  `create table usage_corrections (
    event_id text collate "C" not null,
    rerating_id bigint not null references reratings (id),
    account text collate "C" not null,
    cost_change_nano bigint not null,
    change_nano bigint not null,
    primary key (event_id, rerating_id)
  )`,
  'create index usage_corrections_rerating on usage_corrections (rerating_id, event_id)',
];
