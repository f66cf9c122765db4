import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createLogger, readConfiguration, type Configuration } from '@onegate/platform';
import type { DestinationStream } from 'pino';
import { createApi } from '../../apps/api/src/create-api.ts';
import { createWorker } from '../../apps/worker/src/create-worker.ts';
import { Caller } from './caller.ts';
import { cloneDatabase, dropDatabase, testEnvironment } from './test-environment.ts';

interface InstallationOptions {
  readonly env?: Record<string, string>;
  readonly log?: DestinationStream;
}

/** An Onegate of a suite's own: its own database and Redis keys, and as many API and worker processes as it starts. */
export class Installation {
  private readonly closers: (() => Promise<unknown>)[] = [];

  private constructor(
    readonly name: string,
    readonly config: Configuration,
    private readonly options: InstallationOptions,
  ) {}

  static async create(options: InstallationOptions = {}): Promise<Installation> {
    const name = `suite_${randomBytes(5).toString('hex')}`;
    const dataDir = await mkdtemp(path.join(tmpdir(), 'onegate-'));
    const config = readConfiguration(
      testEnvironment({
        DATABASE_URL: await cloneDatabase(name),
        ONEGATE_REDIS_PREFIX: name,
        ONEGATE_DATA_DIR: dataDir,
        ...options.env,
      }),
    );
    return new Installation(name, config, options);
  }

  /** One more API, listening on a free port unless the suite had to name one beforehand. */
  async api(port = 0): Promise<{ app: NestFastifyApplication; call: Caller }> {
    const app = await createApi(this.config, this.logger('api'));
    this.closers.push(() => app.close());
    await app.listen(port, '127.0.0.1');
    return { app, call: new Caller(await app.getUrl()) };
  }

  async worker(): Promise<NestFastifyApplication> {
    const app = await createWorker(this.config, this.logger('worker'));
    this.closers.push(() => app.close());
    await app.listen(0, '127.0.0.1');
    return app;
  }

  /** Something else of this suite that must end with it. */
  onClose(closer: () => Promise<unknown>): void {
    this.closers.push(closer);
  }

  async close(): Promise<void> {
    for (const close of this.closers.toReversed()) await close();
    await dropDatabase(this.name);
    await rm(this.config.runtime.dataDir, { recursive: true, force: true });
  }

  private logger(process: string) {
    return this.options.log
      ? createLogger(process, 'debug', this.options.log)
      : createLogger(process, 'silent');
  }
}
