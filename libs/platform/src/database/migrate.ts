import type { DataSource } from 'typeorm';

/** The name under which migrating processes wait for each other. */
const migrationLock = 'select pg_advisory_lock(hashtextextended($1, 0))';
const migrationUnlock = 'select pg_advisory_unlock(hashtextextended($1, 0))';

/** Brings the schema up to date; several processes may ask at once. Answers the names of what was applied. */
export async function migrate(source: DataSource): Promise<string[]> {
  const guard = source.createQueryRunner();
  await guard.query(migrationLock, ['migrate']);
  try {
    const applied = await source.runMigrations();
    return applied.map(({ name }) => name);
  } finally {
    await guard.query(migrationUnlock, ['migrate']);
    await guard.release();
  }
}
