/** A driver in a process of its own: it is told a job and tells the result. */
import { flood } from './autocannon.ts';
import { fixedRate } from './fixed-rate.ts';
import type { Job } from './jobs.ts';
import { streams } from './streams.ts';

function run(job: Job): Promise<unknown> {
  if (job.kind === 'flood') return flood(job);
  return job.kind === 'rate' ? fixedRate(job) : streams(job);
}

process.on('message', (job: Job) => {
  run(job).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ problem: String(error instanceof Error ? error.stack : error) }),
  );
});
process.on('disconnect', () => process.exit(0));
