import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What became of the money of an invoice whose period was given up: it goes with the money, should that go back. */
export class GivenUpTime1763990000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table invoices add column given_up jsonb');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table invoices drop column given_up');
  }
}
