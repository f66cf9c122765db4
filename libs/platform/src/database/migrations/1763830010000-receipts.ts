import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The keys that receipts are signed with. None is ever removed: what it signed must stay provable. */
export class Receipts1763830010000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table receipt_keys (
      id bigint generated always as identity primary key,
      key_id text not null unique,
      public_key text not null,
      sealed_private_key text not null,
      created_at timestamptz not null
    )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table receipt_keys');
  }
}
