import type { DataSource } from 'typeorm';

/** The name under which migrating processes wait for each other. */
const migrationLock = 'select pg_advisory_xact_lock(hashtextextended($1, 0))';

/**
 * Brings the schema up to date; several processes may ask at once. Answers the names of what was applied. The lock is a
 * transaction's, not a session's: behind a pooler a session's lock would stay with a connection that is somebody else's.
 */
export async function migrate(source: DataSource): Promise<string[]> {
  const guard = source.createQueryRunner();
  try {
    await guard.startTransaction();
    await guard.query(migrationLock, ['migrate']);
    const applied = await source.runMigrations();
    return applied.map(({ name }) => name);
  } finally {
    await guard.commitTransaction().catch(() => undefined);
    await guard.release();
  }
}
