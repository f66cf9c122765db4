import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is said in calls, of accounts that have turned that on. */
export class Contents1763830030000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table content_settings (
      account text collate "C" primary key,
      is_kept boolean not null,
      retention_days integer not null check (retention_days > 0),
      updated_at timestamptz not null
    )`);
    await runner.query(`create table kept_contents (
      event_id text collate "C" primary key,
      account text collate "C" not null,
      sealed_content text not null,
      kept_at timestamptz not null,
      kept_until timestamptz not null
    )`);
    await runner.query('create index kept_contents_until on kept_contents (kept_until)');
    await runner.query('create index kept_contents_account on kept_contents (account)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table kept_contents, content_settings');
  }
}
