/**
 * Measures what the architecture promises of usage: run by hand on a migrated database that may be filled.
 *
 *     npm run build
 *     DATABASE_URL=… REDIS_URL=… ONEGATE_SECRET_KEYS=… node scripts/usage-load/main.ts ingest 100000
 */
import { measureIngest } from './ingest.ts';

const [task, amount = '100000'] = process.argv.slice(2);
const tasks: Record<string, (count: number) => Promise<void>> = { ingest: measureIngest };
const run = tasks[task ?? ''];
if (!run) throw new Error(`Name a task: ${Object.keys(tasks).join(', ')}`);
await run(Number(amount));
