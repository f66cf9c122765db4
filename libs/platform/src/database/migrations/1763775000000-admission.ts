import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What may be spent in a period beside what is on an account, and holds that ended without their process. */
export class Admission1763775000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table budgets, voided_holds');
  }
}

const statements = [
  `create table budgets (
    id bigint generated always as identity primary key,
    tenant_id bigint not null references tenants (id) on delete cascade,
    user_id bigint references users (id) on delete cascade,
    limit_nano bigint not null check (limit_nano >= 0),
    period text not null check (period in ('none', 'daily', 'weekly', 'monthly')),
    updated_at timestamptz not null,
    constraint budgets_whose unique nulls not distinct (tenant_id, user_id, period)
  )`,
  `create table voided_holds (
    call_id text collate "C" primary key,
    account text collate "C" not null,
    process text not null,
    reason text not null check (reason in ('process', 'aged')),
    hold_nano bigint not null,
    placed_at timestamptz not null,
    voided_at timestamptz not null
  )`,
  'create index voided_holds_account on voided_holds (account, voided_at)',
];
