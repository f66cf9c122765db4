import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Mails that are pages too, beside their text. */
export class MailPages1763920000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table outgoing_mails add column sealed_html text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table outgoing_mails drop column sealed_html');
  }
}
