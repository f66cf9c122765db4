import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { nodeFlags } from '../../scripts/start/node-flags.ts';
import { freePort } from '../../scripts/stack/ports.ts';
import { Program } from './program.ts';

const root = path.join(import.meta.dirname, '../..');

/** Whom setup makes. */
export const administrator = { email: 'bench@example.com', password: 'a password of the benchmark' };
export const hotKey = 'sk-bench-0123456789abcdefghijklmnop';

export interface OnegatePlace {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  /** Of its own in Redis. */
  readonly name: string;
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** An Onegate as it runs in production: its build, with sign-in, admission, settlement, events and logging on. */
export class Onegate {
  private readonly running: Program[] = [];

  private readonly place: OnegatePlace;
  readonly env: Readonly<Record<string, string>>;

  private constructor(place: OnegatePlace, env: Readonly<Record<string, string>>) {
    this.place = place;
    this.env = env;
  }

  static async setUp(place: OnegatePlace): Promise<Onegate> {
    mkdirSync(place.folder, { recursive: true });
    const onegate = new Onegate(place, environmentOf(place));
    const grown = {
      ONEGATE_ADMIN_EMAIL: administrator.email,
      ONEGATE_ADMIN_PASSWORD: administrator.password,
      ONEGATE_API_KEY: hotKey,
    };
    await promisify(execFile)(process.execPath, [programOf('api', 'setup.js')], {
      env: { ...process.env, ...onegate.env, ...grown },
    });
    return onegate;
  }

  /** One more API process, once it answers. */
  api(flags: readonly string[] = []): Promise<Program> {
    return this.start('api', '/health/ready', 'PORT', flags);
  }

  worker(): Promise<Program> {
    return this.start('worker', '/health/ready', 'ONEGATE_WORKER_PORT', []);
  }

  async stop(): Promise<void> {
    for (const program of this.running.toReversed()) await program.stop();
  }

  private async start(app: 'api' | 'worker', health: string, portName: string, flags: readonly string[]) {
    const port = await freePort();
    const program = await Program.start({
      name: app,
      args: [...nodeFlags, ...flags, programOf(app, 'main.js')],
      env: { ...this.env, [portName]: String(port) },
      logFile: path.join(this.place.folder, `${app}.log`),
      url: `http://127.0.0.1:${port}`,
      health,
    });
    this.running.push(program);
    return program;
  }
}

function programOf(app: string, file: string): string {
  return path.join(root, 'dist/apps', app, 'src', file);
}

function environmentOf({ databaseUrl, redisUrl, name, folder, env }: OnegatePlace): Record<string, string> {
  return {
    ONEGATE_MODE: 'production',
    ONEGATE_API_PROCESSES: '1',
    ONEGATE_SECRET_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
    ONEGATE_ALLOW_PRIVATE_UPSTREAMS: 'true',
    ONEGATE_OPENROUTER_URL: 'http://127.0.0.1:9/api/v1',
    ONEGATE_DATA_DIR: path.join(folder, 'data'),
    ONEGATE_REDIS_PREFIX: name,
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    ...env,
  };
}
