import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SyncRuns } from '@onegate/models';
import { Database } from '@onegate/platform';
import { Client } from 'pg';
import { testEnvironment } from '../setup/test-environment.ts';
import { until } from '../setup/until.ts';
import { catalogBench, type CatalogBench, type Page } from './catalog-bench.ts';
import { row, rows } from './catalog-source.ts';
import { statementsOf } from './statements.ts';

let bench: CatalogBench;

beforeEach(async () => {
  bench = await catalogBench({ worker: false });
});
afterEach(() => bench.installation.close());

interface Run {
  readonly public_id: string;
  readonly state: string;
}

async function runs(): Promise<Run[]> {
  return (await bench.admin.get<Page<Run>>('/api/llm-models/sync-runs')).body.data;
}

function acmeModels(): Promise<{ slug: string; versions: string }[]> {
  return bench.app.get(Database).query(
    `select m.slug, count(v.id) as versions from models m left join price_versions v on v.model_id = m.id
     where m.vendor = 'acme' group by m.slug order by m.slug`,
  );
}

/** A worker in a process of its own, which can be killed. */
function workerProcess(): ChildProcess {
  const { config } = bench.installation;
  const env = testEnvironment({
    DATABASE_URL: config.database.url,
    ONEGATE_REDIS_PREFIX: config.redis.keyPrefix,
    ONEGATE_DATA_DIR: config.runtime.dataDir,
    ONEGATE_OPENROUTER_URL: bench.source.url,
    ONEGATE_WORKER_PORT: '0',
  });
  const main = path.join(import.meta.dirname, '../../dist/apps/worker/src/main.js');
  const child = spawn(process.execPath, [main], { env, stdio: 'ignore' });
  bench.installation.onClose(async () => void child.kill('SIGKILL'));
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** Lets whoever writes the first price wait until the gate is opened: the models are written by then. */
async function gateBeforePrices(): Promise<() => Promise<void>> {
  const gate = new Client({ connectionString: bench.installation.config.database.url });
  await gate.connect();
  await gate.query('begin');
  await gate.query('lock table price_versions in share mode');
  return async () => {
    await gate.query('rollback');
    await gate.end();
  };
}

function isWaiting(): Promise<boolean> {
  return bench.app
    .get(Database)
    .query(
      `select 1 from pg_stat_activity where datname = current_database()
       and wait_event_type = 'Lock' and query like '%price_versions%'`,
    )
    .then((found) => found.length > 0);
}

/** The run's worker has been silent for long. */
const silence = () =>
  bench.app
    .get(Database)
    .query("update model_sync_runs set lease_until = now() - interval '1 second' where state = 'running'");

/** The runs that callers open or join from now on, each as soon as he has it. */
function runsGiven(): string[] {
  const given: string[] = [];
  const service = bench.app.get(SyncRuns);
  const open = service.open.bind(service);
  service.open = async (wanted) => {
    const run = await open(wanted);
    given.push(run.publicId);
    return run;
  };
  return given;
}

describe('two syncs at once', () => {
  it('are one: both callers get its result, whichever process they ask', async () => {
    bench.source.lists(rows(20));
    const other = await bench.installation.api();
    const both = Promise.all([
      bench.admin.post<Record<string, unknown>>('/api/llm-models/sync'),
      bench.admin.at(other.call.url).post<Record<string, unknown>>('/api/llm-models/sync'),
    ]);
    await until('a run to be queued', async () => (await runs()).length > 0);
    await bench.installation.worker();
    const [first, second] = await both;
    expect(first).toMatchObject({ status: 200, body: { created: 20 } });
    expect(second.body).toEqual(first.body);
    expect(bench.source.asked).toHaveLength(1);
    expect(await runs()).toHaveLength(1);
  });

  it('join the one under way while it reads', async () => {
    let answerNow = (): void => undefined;
    bench.source.answers((_request, response) => {
      answerNow = () => response.end(JSON.stringify({ data: rows(3) }));
    });
    await bench.installation.worker();
    const given = runsGiven();
    const first = bench.sync();
    await until('the source to be asked', () => bench.source.asked.length === 1);
    const second = bench.sync();
    await until('the second to have joined', () => given.length === 2);
    answerNow();
    expect((await second).body.run.public_id).toBe((await first).body.run.public_id);
  });

  it('and who lets models vanish is not fobbed off with a run that does not', async () => {
    await bench.installation.worker();
    bench.source.lists(rows(10));
    await bench.sync();
    const answers: (() => void)[] = [];
    bench.source.answers((_request, response) => {
      answers.push(() => response.end(JSON.stringify({ data: rows(2) })));
    });
    const careful = bench.sync();
    await until('the source to be asked', () => answers.length === 1);
    const sure = bench.sync({ accept_vanished: true });
    answers[0]?.();
    await until('the source to be asked again', () => answers.length === 2);
    answers[1]?.();
    expect((await careful).body).toMatchObject({ vanished: 0, vanished_held_back: 8 });
    expect((await sure).body).toMatchObject({ vanished: 8, vanished_held_back: 0 });
  });
});

describe('a worker that is killed', () => {
  it('while it writes: nothing stands, the waiting caller gets a new run, and nothing comes twice', async () => {
    bench.source.lists(rows(30));
    const open = await gateBeforePrices();
    const child = workerProcess();
    const answer = bench.sync();
    await until('the worker to be in the middle', isWaiting);
    await kill(child);
    await open();
    expect(await acmeModels()).toEqual([]);

    await bench.installation.worker();
    await silence();
    expect(await answer).toMatchObject({ status: 200, body: { created: 30, prices_written: 30 } });
    expect(new Set((await acmeModels()).map(({ versions }) => Number(versions)))).toEqual(new Set([1]));
    expect((await runs()).map(({ state }) => state)).toEqual(['completed', 'interrupted']);
    expect((await bench.sync()).body).toMatchObject({ unchanged: 30, prices_written: 0 });
  });

  it('while it reads: the next run reads anew', async () => {
    bench.source.answers(() => undefined);
    const child = workerProcess();
    const answer = bench.sync();
    await until('the source to be asked', () => bench.source.asked.length === 1);
    await kill(child);
    bench.source.lists(rows(4));
    await bench.installation.worker();
    await silence();
    expect(await answer).toMatchObject({ status: 200, body: { created: 4 } });
  });

  it('wakes up too late: what another one has done meanwhile stands', async () => {
    const late: (() => void)[] = [];
    bench.source.answers((_request, response) => {
      late.push(() => response.end(JSON.stringify({ data: [row('acme/late')] })));
    });
    await bench.installation.worker();
    const first = bench.sync();
    await until('the source to be asked', () => late.length === 1);
    await silence();
    await until('the first run to be given up', async () =>
      (await runs()).some(({ state }) => state === 'interrupted'),
    );
    await bench.installation.worker();
    await until('the source to be asked again', () => late.length === 2);
    late[1]?.();
    expect(await first).toMatchObject({ status: 200, body: { created: 1 } });
    late[0]?.();
    await until('the late one to have ended', async () => (await jobsUnderWay()) === 0);
    expect((await runs()).map(({ state }) => state)).toEqual(['completed', 'interrupted']);
    expect(await acmeModels()).toEqual([{ slug: 'acme/late', versions: '1' }]);
  });
});

async function jobsUnderWay(): Promise<number> {
  const metrics = await bench.admin.get<string>('/metrics');
  const line = /onegate_jobs\{job="model-sync",state="active"[^}]*\} (\d+)/.exec(metrics.body);
  return Number(line?.[1] ?? 0);
}

describe('a sync of 500 models', () => {
  it('takes under three seconds and few statements, as many as one of five', async () => {
    const worker = await bench.installation.worker();
    const sent = statementsOf(worker);
    const cost = async (count: number, prompt: string) => {
      bench.source.lists(rows(count, 'acme/model', { prompt }));
      sent.length = 0;
      expect(await timed(() => bench.sync({ accept_vanished: true }))).toBeLessThan(3_000);
      return sent.filter((statement) => /models|price|run/.test(statement)).length;
    };
    const few = [await cost(5, '0.000002'), await cost(5, '0.000003')];
    const many = [await cost(500, '0.000002'), await cost(500, '0.000003')];
    expect(await acmeModels()).toHaveLength(500);
    expect(Math.max(...many)).toBeLessThanOrEqual(Math.max(...few) + 3);
    expect(Math.max(...many)).toBeLessThan(30);
  });
});

async function timed(work: () => Promise<{ status: number }>): Promise<number> {
  const started = performance.now();
  expect(await work()).toMatchObject({ status: 200 });
  return performance.now() - started;
}
