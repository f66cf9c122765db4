import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The tables of the platform itself: the mail that waits to be sent. */
export class Foundation1763700000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table outgoing_mails (
        id bigint generated always as identity primary key,
        recipient text not null,
        subject text not null,
        sealed_body text,
        attempts integer not null default 0,
        last_error text,
        created_at timestamptz not null,
        sent_at timestamptz
      )`);
    await runner.query(
      `create index outgoing_mails_unsent on outgoing_mails (created_at) where sent_at is null`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table outgoing_mails');
  }
}
