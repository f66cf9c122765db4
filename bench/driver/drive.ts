import { fork } from 'node:child_process';
import path from 'node:path';
import type { Jobs } from './jobs.ts';

type Told<Result> = { readonly result: Result } | { readonly problem: string };

/** Has a job done by a fresh process, so that no driver suffers from what another left behind. */
export function drive<Kind extends keyof Jobs>(job: Jobs[Kind]['job']): Promise<Jobs[Kind]['result']> {
  const child = fork(path.join(import.meta.dirname, 'program.ts'));
  return new Promise<Jobs[Kind]['result']>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`A driver ended with ${code}`)));
    child.once('message', (told: Told<Jobs[Kind]['result']>) => {
      if ('result' in told) resolve(told.result);
      else reject(new Error(told.problem));
    });
    child.send(job);
  }).finally(() => child.disconnect());
}
