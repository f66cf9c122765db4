/**
 * Measures what the architecture promises of usage. Run by hand, on a migrated database that may be filled:
 *
 *     npm run build
 *     export DATABASE_URL=… REDIS_URL=… ONEGATE_SECRET_KEYS=… ONEGATE_ADMIN_EMAIL=… ONEGATE_ADMIN_PASSWORD=…
 *     node bench/usage-load/main.ts ingest 100000      # through the stream and a worker
 *     node bench/usage-load/main.ts history 10000000   # straight into the tables
 *     node bench/usage-load/main.ts statistics         # of the API at ONEGATE_URL
 */
import { makeHistory } from './history.ts';
import { measureIngest } from './ingest.ts';
import { timeStatistics } from './statistics.ts';

const [task = '', amount = '100000'] = process.argv.slice(2);
const tasks: Readonly<Record<string, (count: number) => Promise<void>>> = {
  ingest: measureIngest,
  history: makeHistory,
  statistics: timeStatistics,
};
const run = tasks[task];
if (!run) throw new Error(`Name a task: ${Object.keys(tasks).join(', ')}`);
await run(Number(amount));
