import { Injectable } from '@nestjs/common';
import { Redis } from 'ioredis';
import { DataSource } from 'typeorm';

type Finding = 'ok' | 'failed';

export interface Readiness {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, Finding>>;
}

const patienceMillis = 2_000;

/** Whether this process can serve: Postgres and Redis answer, the schema is up to date, and it is not stopping. */
@Injectable()
export class HealthService {
  private draining = false;
  private migrated = false;
  private hasBeenReady = false;

  constructor(
    private readonly source: DataSource,
    private readonly redis: Redis,
  ) {}

  async readiness(): Promise<Readiness> {
    const [postgres, redis, migrations] = await Promise.all([
      finding(() => this.source.query('select 1')),
      finding(() => this.redis.ping()),
      finding(() => this.refusePendingMigrations()),
    ]);
    const running: Finding = this.draining ? 'failed' : 'ok';
    const checks = { postgres, redis, migrations, running };
    const ready = Object.values(checks).every((check) => check === 'ok');
    this.hasBeenReady ||= ready;
    return { ready, checks };
  }

  /**
   * Whether it should get calls. Once ready it should until it stops: while Postgres or Redis is away it still serves what
   * can be served, and all processes would be found unready at once.
   */
  async isServing(): Promise<boolean> {
    if (this.draining) return false;
    return this.hasBeenReady || (await this.readiness()).ready;
  }

  /** From now on "not ready", so that load balancers send nothing new while calls in flight end. */
  drain(): void {
    this.draining = true;
  }

  private async refusePendingMigrations(): Promise<void> {
    if (this.migrated) return;
    if (await this.source.showMigrations()) throw new Error('Migrations are pending');
    this.migrated = true;
  }
}

async function finding(check: () => Promise<unknown>): Promise<Finding> {
  const signal = AbortSignal.timeout(patienceMillis);
  const late = new Promise<Finding>((resolve) => {
    signal.addEventListener('abort', () => resolve('failed'), { once: true });
  });
  const found = check().then(
    (): Finding => 'ok',
    (): Finding => 'failed',
  );
  return Promise.race([found, late]);
}
