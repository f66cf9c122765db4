import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  BullJobQueue,
  defineJob,
  JobQueue,
  JobRunner,
  jobDefinitions,
  type JobRun,
  type Processor,
} from '@onegate/platform';
import { z } from 'zod';
import { Installation } from '../setup/installation.ts';
import { until } from '../setup/until.ts';

const greet = defineJob({
  name: 'greet',
  about: 'For this suite',
  payload: z.object({ name: z.string() }),
  attempts: 3,
  backoffMillis: 1,
});
const greeted: string[] = [];
let failuresLeft = 0;

class GreetProcessor implements Processor<{ name: string }> {
  readonly job = greet;

  async process({ name }: { name: string }, run: JobRun): Promise<void> {
    if (failuresLeft > 0) {
      failuresLeft -= 1;
      throw new Error(`Failed at try ${run.attempt}`);
    }
    greeted.push(`${name} at try ${run.attempt}`);
  }
}

const others = [...jobDefinitions().values()]
  .filter(({ name }) => name !== greet.name)
  .map((job): Processor => ({ job, process: async () => undefined }));

let installation: Installation;
let app: NestFastifyApplication;

beforeAll(async () => {
  installation = await Installation.create();
  ({ app } = await installation.api());
});
afterAll(() => {
  // Workers of later suites have no processor for it.
  const known = jobDefinitions();
  if (known instanceof Map) known.delete(greet.name);
  return installation.close();
});

describe('a worker does not start', () => {
  it('when a kind of job has no processor', async () => {
    await expect(app.get(JobRunner).start(others, [])).rejects.toThrow('No processor for the jobs: greet');
  });

  it('when a kind of job has two', async () => {
    const doubled = [...others, new GreetProcessor(), new GreetProcessor()];
    await expect(app.get(JobRunner).start(doubled, [])).rejects.toThrow(
      'More than one processor for the jobs: greet',
    );
  });
});

describe('a running worker', () => {
  beforeAll(() =>
    app
      .get(JobRunner)
      .start(
        [...others, new GreetProcessor()],
        [{ job: greet, payload: { name: 'scheduled' }, every: { cron: '0 4 1 1 *' } }],
      ),
  );

  it('does a job again until it succeeds', async () => {
    failuresLeft = 2;
    await app.get(JobQueue).enqueue(greet, { name: 'ann' });
    await until('the third try', () => greeted.includes('ann at try 3'));
  });

  it('keeps a job that never succeeds as a dead letter', async () => {
    failuresLeft = 3;
    await app.get(JobQueue).enqueue(greet, { name: 'bob' }, { id: 'bob' });
    const queue = app.get(BullJobQueue).queue(greet);
    const failed = await until('the dead letter', async () =>
      (await queue.getFailed()).find(({ id }) => id === 'bob'),
    );
    expect(failed.failedReason).toBe('Failed at try 3');
  });

  it('does a job once however often it is asked for with the same id', async () => {
    await Promise.all([1, 2, 3].map(() => app.get(JobQueue).enqueue(greet, { name: 'cid' }, { id: 'a:b' })));
    await app.get(JobQueue).enqueue(greet, { name: 'after' });
    await until('the job after it', () => greeted.includes('after at try 1'));
    expect(greeted.filter((line) => line.startsWith('cid'))).toHaveLength(1);
  });

  it('refuses a payload that is not of the job’s form, where it is enqueued', async () => {
    const wrong = { name: 7 } as unknown as { name: string };
    await expect(app.get(JobQueue).enqueue(greet, wrong)).rejects.toThrow();
  });

  it('makes schedules again that Redis has lost', async () => {
    const queue = app.get(BullJobQueue).queue(greet);
    await queue.obliterate({ force: true });
    expect(await queue.getJobSchedulersCount()).toBe(0);
    await until('the schedule to be back', async () => (await queue.getJobSchedulersCount()) === 1);
  });

  it('keeps the schedules of the table and drops those that left it', async () => {
    const queue = app.get(BullJobQueue).queue(greet);
    expect((await queue.getJobSchedulers()).map(({ key }) => key)).toEqual(['greet 0 4 1 1 *']);
    await app.get(JobRunner).keepSchedules([]);
    expect(await queue.getJobSchedulers()).toEqual([]);
  });
});
