import type { MigrationInterface, QueryRunner } from 'typeorm';

const keys = [
  { table: 'usage_events', id: 'id' },
  { table: 'voided_holds', id: 'call_id' },
  { table: 'kept_contents', id: 'event_id' },
];

/** Tables that grow with every call have the account in their key, so that they can be distributed by it. */
export class AccountKeys1763900400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const { table, id } of keys) {
      await runner.query(
        `alter table ${table} drop constraint ${table}_pkey, add primary key (${id}, account)`,
      );
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { table, id } of keys) {
      await runner.query(`alter table ${table} drop constraint ${table}_pkey, add primary key (${id})`);
    }
  }
}
