import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { freePort } from '../../../scripts/stack/ports.ts';
import { ServerLine } from '../../setup/server-line.ts';
import { testEnvironment } from '../../setup/test-environment.ts';
import { until } from '../../setup/until.ts';
import { newSecret, type StripeHouse } from '../stripe/stripe-house.ts';
import type { StepGate } from './step-gate.ts';

/** Of tests that start many processes, on machines that have other things to do. */
export const patience = 300_000;

/** An API or a worker as it is built, in a process of its own, which can be killed. */
export class MortalProcess {
  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
    private readonly line: ServerLine,
  ) {}

  /** Its way to Postgres leads through the gate, if there is one. */
  static async start(house: StripeHouse, app: 'api' | 'worker', gate?: StepGate): Promise<MortalProcess> {
    const main = path.join(import.meta.dirname, `../../../dist/apps/${app}/src/main.js`);
    const port = String(await freePort());
    const { database, redis, runtime } = house.installation.config;
    const line = await ServerLine.to(database.url);
    gate?.guardPostgres(line);
    const env = testEnvironment({
      DATABASE_URL: line.url,
      ONEGATE_REDIS_PREFIX: redis.keyPrefix,
      ONEGATE_DATA_DIR: `${runtime.dataDir}/child`,
      ONEGATE_STRIPE_SECRET_KEY: 'sk_test_onegate',
      ONEGATE_STRIPE_API_URL: house.stripe.url,
      ONEGATE_STRIPE_WEBHOOK_SECRETS: newSecret,
      // Each step that is held keeps a connection.
      ONEGATE_DATABASE_POOL: '20',
      PORT: port,
      ONEGATE_WORKER_PORT: port,
    });
    const child = spawn(process.execPath, [main], { env, stdio: 'ignore' });
    const mortal = new MortalProcess(`http://127.0.0.1:${port}`, child, line);
    house.installation.onClose(() => mortal.kill());
    await until(`the ${app} to be there`, () => mortal.isReady(), patience / 2);
    return mortal;
  }

  async kill(): Promise<void> {
    this.line.close();
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill('SIGKILL');
    await once(this.child, 'exit');
  }

  private isReady(): Promise<boolean> {
    return fetch(`${this.url}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  }
}
