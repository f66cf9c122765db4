import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A report takes one core at most and never more time in compiling than in reading, and the groups of a page of
 * statistics fit into memory. Kept with the database, because sessions behind a transaction pooler have no settings of
 * their own. What the server's configuration says already is left alone, as is all of it where we may not set it.
 */
const settings = { jit: 'off', max_parallel_workers_per_gather: '0', work_mem: '16MB' };

export class OneCoreAStatement1763970000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const [name, value] of Object.entries(settings)) {
      await runner.query(`do $$ begin
          if exists (select from pg_settings where name = '${name}' and source = 'default') then
            execute format('alter database %I set ${name} = ''${value}''', current_database());
          end if;
        exception when insufficient_privilege then
          raise notice '${name} stays as it is';
        end $$`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of Object.keys(settings)) {
      await runner.query(`do $$ begin
          execute format('alter database %I reset ${name}', current_database());
        exception when insufficient_privilege then
          raise notice '${name} stays as it is';
        end $$`);
    }
  }
}
