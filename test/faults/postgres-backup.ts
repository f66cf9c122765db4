import { cpSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';

/** Of the running server: they would be taken for those of the restored one. */
const ofTheServer = /\/(postmaster\.(pid|opts)|pg_wal\/[^/]+|pg_replslot\/[^/]+)$/;

/**
 * A base backup while the server works: as `pg_basebackup` makes one, by the commands beneath it, because the binaries that
 * npm brings lack that tool. Answers when it was complete.
 */
export async function backUp(url: string, from: string, to: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("select pg_backup_start('test', true)");
    cpSync(from, to, { recursive: true, filter: (file) => !ofTheServer.test(file) });
    const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)');
    writeFileSync(path.join(to, 'backup_label'), rows[0]?.labelfile ?? '', { mode: 0o600 });
    // What was written meanwhile. With an archive of the log it would be fetched from there.
    cpSync(path.join(from, 'pg_wal'), path.join(to, 'pg_wal'), { recursive: true });
  } finally {
    await client.end();
  }
}
