import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Months of events that are kept no longer, and what stays of them so that the books can still be compared. */
export class RetiredEvents1763910000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table retired_months (
      month text collate "C" primary key,
      end_at timestamptz not null,
      calls bigint not null,
      retired_at timestamptz not null
    )`);
    await runner.query(`create table retired_days (
      account text collate "C" not null,
      day date not null,
      calls bigint not null,
      charged_nano bigint not null,
      primary key (account, day)
    )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table retired_days, retired_months');
  }
}
