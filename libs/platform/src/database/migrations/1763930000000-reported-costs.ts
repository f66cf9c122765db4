import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Few providers say what a call cost: theirs are found among all the others. */
export class ReportedCosts1763930000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'create index usage_events_reported on usage_events (settled_at) where reported_cost_nano is not null',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index usage_events_reported');
  }
}
