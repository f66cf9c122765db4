import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Logs } from '../stack/log-file.ts';
import { Parts } from '../stack/parts.ts';
import { freePort } from '../stack/ports.ts';
import { postgresUrl, preparePostgres } from '../stack/postgres.ts';
import { redisProgram } from '../stack/redis-program.ts';
import { redisService, redisUrl } from '../stack/redis.ts';
import type { StopRequest } from '../start/stop-request.ts';

interface StackAddresses {
  TEST_DATABASE_URL: string;
  TEST_REDIS_URL: string;
  /** Where suites put their own temporary files, which go when the stack goes. */
  TMPDIR: string;
}

/** A PostgreSQL and a Redis for one test run: free ports, as fast as can be, gone afterwards even when killed. */
export class ThrowAwayStack {
  readonly #stop: StopRequest;
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'onegate-test-'));
  readonly #temporary = path.join(this.#folder, 'tmp');
  readonly #parts: Parts;
  readonly #password = randomBytes(12).toString('hex');

  constructor(stop: StopRequest) {
    this.#stop = stop;
    // The account that the servers run as must be able to pass; it cannot look in.
    chmodSync(this.#folder, 0o711);
    mkdirSync(this.#temporary, { mode: 0o700 });
    this.#parts = new Parts(
      {
        logs: new Logs(path.join(this.#folder, 'logs')),
        say: () => {},
        record: () => {},
        giveUp: (problem) => stop.giveUp(problem),
      },
      ['redis', 'postgres'],
    );
  }

  async up(): Promise<StackAddresses> {
    const [database, redis] = [await freePort(), await freePort()];
    const common = { password: this.#password, throwAway: true, orphanedMs: 500 };
    const postgres = { ...common, folder: path.join(this.#folder, 'postgres'), port: database };
    const redisOptions = { ...common, folder: path.join(this.#folder, 'redis'), port: redis };
    await this.#parts.run(
      await preparePostgres({ ...postgres, passwordIsNew: false, stop: this.#stop.asked }),
    );
    await this.#parts.run(redisService({ ...redisOptions, program: await redisProgram(() => {}) }));
    return {
      TEST_DATABASE_URL: postgresUrl(postgres, 'postgres'),
      TEST_REDIS_URL: redisUrl(redisOptions),
      TMPDIR: this.#temporary,
    };
  }

  async down(): Promise<void> {
    await this.#parts.stopAll(AbortSignal.abort());
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
