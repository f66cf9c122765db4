import { once } from 'node:events';
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { appService } from '../../scripts/start/apps.ts';
import { Logs } from '../../scripts/stack/log-file.ts';
import { freePort } from '../../scripts/stack/ports.ts';
import type { Installation } from '../setup/installation.ts';
import { testEnvironment } from '../setup/test-environment.ts';
import { until } from '../setup/until.ts';

const startWithinMs = 100_000;

/** Several API processes of an installation behind one port, with the one that keeps them. */
export class KeptApis {
  private constructor(
    readonly url: string,
    private readonly keeper: ChildProcess,
    readonly count: number,
    private readonly log: () => string,
  ) {}

  static async start(installation: Installation, env: Record<string, string>): Promise<KeptApis> {
    const { database, redis, runtime } = installation.config;
    const port = await freePort();
    const environment = testEnvironment({
      DATABASE_URL: database.url,
      ONEGATE_REDIS_PREFIX: redis.keyPrefix,
      ONEGATE_DATA_DIR: runtime.dataDir,
      ONEGATE_LOG_LEVEL: 'info',
      PORT: String(port),
      ...env,
    });
    const app = { name: 'api', title: 'API', port, health: '/health/ready' } as const;
    const service = appService(app, '127.0.0.1', environment);
    const logs = new Logs(path.join(runtime.dataDir, 'logs'));
    const keeper = await logs.with(`apis-${port}`, async (log) => service.spawn(log));
    const url = `http://127.0.0.1:${port}`;
    const apis = new KeptApis(url, keeper, Number(env['ONEGATE_API_PROCESSES']), () =>
      logs.tail(`apis-${port}`, 100_000),
    );
    installation.onClose(() => apis.kill());
    await apis.allListen();
    return apis;
  }

  /** The numbers of the processes that serve. */
  get pids(): number[] {
    const { pid } = this.keeper;
    if (hasEnded(this.keeper)) return [];
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
      .trim()
      .split(' ')
      .filter(Boolean)
      .map(Number);
  }

  /** How often one of them said that it listens. */
  get listened(): number {
    return this.log().split('The API is listening').length - 1;
  }

  async allListen(times = this.count): Promise<void> {
    const isUp = (): boolean => {
      if (hasEnded(this.keeper)) throw new Error(`The keeper ended:\n${this.log()}`);
      return this.listened >= times && this.pids.length === this.count;
    };
    await until(`${times} processes to have listened`, isUp, startWithinMs).catch((error: unknown) => {
      throw new Error(this.log(), { cause: error });
    });
  }

  signal(signal: NodeJS.Signals): void {
    this.keeper.kill(signal);
  }

  /** The code with which the keeper ends. */
  async ended(): Promise<number | null> {
    if (!hasEnded(this.keeper)) await once(this.keeper, 'exit');
    return this.keeper.exitCode;
  }

  async kill(): Promise<void> {
    const pids = this.pids;
    this.signal('SIGKILL');
    await this.ended();
    for (const pid of pids) killQuietly(pid);
  }
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It went by itself, as its keeper did.
  }
}
