import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setInterval as every } from 'node:timers';
import { Logs } from '../stack/log-file.ts';
import { Parts } from '../stack/parts.ts';
import { PortBook } from '../stack/ports.ts';
import { type App, appService } from './apps.ts';
import { ensureBuilt } from './build.ts';
import { appEnvironment, setupEnvironment } from './environment.ts';
import { Progress, type Say } from './progress.ts';
import { RunRecord, stopLeftovers } from './run-record.ts';
import { loadSecrets, type Secrets } from './secrets.ts';
import { bringUpPostgres, bringUpRedis, type ServerPlan } from './servers.ts';
import { setUp } from './set-up.ts';
import type { Settings } from './settings.ts';
import { stopOrder } from './stop-order.ts';
import type { StopRequest } from './stop-request.ts';
import { together } from './together.ts';

export interface LaunchOptions {
  settings: Settings;
  dataFolder: string;
  folderIsOurs: boolean;
  stop: StopRequest;
  say: Say;
  /** Throws when someone else has the port. */
  checkPort: () => Promise<void>;
}

/** Brings all parts of Onegate up in the order they need each other, and down again in the reverse. */
export class Launcher {
  readonly #options: LaunchOptions;
  readonly #progress: Progress;
  readonly #record: RunRecord;
  readonly #logs: Logs;
  readonly #parts: Parts;

  constructor(options: LaunchOptions) {
    this.#options = options;
    this.#progress = new Progress(options.say);
    this.#record = new RunRecord(options.dataFolder);
    this.#logs = new Logs(path.join(options.dataFolder, 'logs'));
    this.#parts = new Parts(
      {
        logs: this.#logs,
        say: options.say,
        record: (name, pid) => this.#record.add(name, pid),
        giveUp: (problem) => options.stop.giveUp(problem),
      },
      stopOrder,
    );
    every(() => this.#logs.bound(), 30_000).unref();
  }

  /** Resolves when everything is ready; what it made up or found of secrets is for the summary. */
  async up(): Promise<Secrets> {
    const { settings, dataFolder, stop } = this.#options;
    await this.#clearAway();
    await this.#options.checkPort();
    const { secrets, found } = loadSecrets(path.join(dataFolder, 'secrets.json'), settings);
    const plan = this.#plan(secrets, !found);
    const [databaseUrl, redisUrl] = await together(
      [bringUpPostgres(plan), bringUpRedis(plan), this.#build()] as const,
      () => stop.fail(),
    );
    await this.#startApps(plan, databaseUrl, redisUrl);
    return secrets;
  }

  async down(): Promise<void> {
    await this.#parts.stopAll(this.#options.stop.hurry);
    this.#record.remove();
  }

  async #clearAway(): Promise<void> {
    await this.#progress.step(
      'stopping what an earlier start left running',
      (found) => (found ? 'stopped what an earlier start left running' : undefined),
      () => stopLeftovers(this.#options.dataFolder),
    );
  }

  #plan(secrets: Secrets, passwordIsNew: boolean): ServerPlan {
    const { settings, dataFolder, folderIsOurs, stop, say } = this.#options;
    const ports = new PortBook(path.join(dataFolder, 'ports.json'));
    mkdirSync(path.join(dataFolder, 'mail'), { recursive: true, mode: 0o700 });
    return {
      settings,
      secrets,
      passwordIsNew,
      dataFolder,
      folderIsOurs,
      ports,
      say,
      progress: this.#progress,
      stop: stop.asked,
      run: (service) => this.#parts.run(service),
    };
  }

  #build(): Promise<boolean> {
    const done = (built: boolean): string | undefined => (built ? 'apps built' : undefined);
    return this.#progress.step('building the apps', done, () => ensureBuilt(this.#options.stop.asked));
  }

  async #startApps({ ports, secrets }: ServerPlan, databaseUrl: string, redisUrl: string): Promise<void> {
    const { settings } = this.#options;
    const workerPort = settings.workerPort ?? (await ports.take('worker'));
    const simulatorPort = settings.simulatorPort ?? (await ports.take('simulator'));
    const addresses = { databaseUrl, redisUrl, workerPort, simulatorPort };
    const environment = appEnvironment(process.env, { ...this.#options, secrets }, addresses);
    await this.#setUp(setupEnvironment(environment, secrets));
    const apps: App[] = [
      { name: 'simulator', title: 'Simulator', port: simulatorPort, health: '/health/live' },
      { name: 'worker', title: 'Worker', port: workerPort, health: '/health/ready' },
      { name: 'api', title: 'API', port: settings.port, health: '/health/ready' },
    ];
    await together(
      apps.map((app) => this.#startApp(app, environment)),
      () => this.#options.stop.fail(),
    );
  }

  async #setUp(environment: NodeJS.ProcessEnv): Promise<void> {
    const record = (name: string, pid: number): void => this.#record.add(name, pid);
    await this.#progress.step('setting up the database', 'database set up', () =>
      setUp({ environment, logs: this.#logs, record, stop: this.#options.stop.asked }),
    );
  }

  async #startApp(app: App, environment: NodeJS.ProcessEnv): Promise<void> {
    await this.#progress.step(`starting the ${app.title}`, `${app.title} ready on port ${app.port}`, () =>
      this.#parts.run(appService(app, this.#options.settings.host, environment)),
    );
  }
}
