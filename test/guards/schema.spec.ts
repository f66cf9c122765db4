import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { Installation } from '../setup/installation.ts';

let installation: Installation;
let source: DataSource;

beforeAll(async () => {
  installation = await Installation.create();
  source = (await installation.api()).app.get(DataSource);
});
afterAll(() => installation.close());

it('migrations produce exactly the columns of the entities', async () => {
  const differences = await source.driver.createSchemaBuilder().log();
  const statements = differences.upQueries.map(({ query }) => query);
  expect(statements.filter((query) => !onlyNamesOrIndexes(query))).toEqual([]);
});

it('every table that was migrated has an entity or is known to have none', async () => {
  const tables: { tablename: string }[] = await source.query(
    `select relname as tablename from pg_class
     where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition`,
  );
  const known = new Set([...source.entityMetadatas.map(({ tableName }) => tableName), 'migrations']);
  expect(tables.map(({ tablename }) => tablename).filter((name) => !known.has(name))).toEqual([]);
});

/**
 * Foreign keys, checks, indexes and the names of constraints are written by hand in the migrations, with better
 * names and partial conditions than the entities can say; what both must agree on are tables and columns.
 */
function onlyNamesOrIndexes(query: string): boolean {
  return /^(DROP INDEX|CREATE (UNIQUE )?INDEX|ALTER TABLE "\w+" (DROP|ADD|RENAME) CONSTRAINT)/.test(query);
}
