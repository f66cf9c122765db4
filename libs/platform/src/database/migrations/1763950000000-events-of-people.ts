import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A person's calls are always asked for on an account: those on his other accounts are not passed over one by one. */
export class EventsOfPeople1763950000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create index usage_events_person on usage_events (account, user_id, settled_at, id)');
    await runner.query('drop index usage_events_user');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('create index usage_events_user on usage_events (user_id, settled_at, id)');
    await runner.query('drop index usage_events_person');
  }
}
