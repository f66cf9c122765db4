import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Installation } from '../setup/installation.ts';
import { testEnvironment } from '../setup/test-environment.ts';

/** An API in a process of its own, which does what it is told and can be killed. */
export class CallingProcess {
  private readonly answers: AsyncIterator<string>;

  private constructor(private readonly child: ChildProcess) {
    if (!child.stdout) throw new Error('The process cannot be heard');
    this.answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  static async start(installation: Installation): Promise<CallingProcess> {
    const { database, redis, runtime } = installation.config;
    const env = testEnvironment({
      DATABASE_URL: database.url,
      ONEGATE_REDIS_PREFIX: redis.keyPrefix,
      ONEGATE_DATA_DIR: runtime.dataDir,
    });
    const main = path.join(import.meta.dirname, 'calling-process.main.mjs');
    const child = spawn(process.execPath, [main], { env, stdio: ['pipe', 'pipe', 'inherit'] });
    installation.onClose(async () => void child.kill('SIGKILL'));
    const started = new CallingProcess(child);
    await started.answers.next();
    return started;
  }

  /** Resolved once it is done. */
  async say(order: object): Promise<void> {
    this.child.stdin?.write(`${JSON.stringify(order)}\n`);
    const { value } = await this.answers.next();
    if (value !== 'done') throw new Error(`The process says: ${String(value)}`);
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await once(this.child, 'exit');
  }
}
