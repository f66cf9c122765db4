import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logs } from '../../scripts/stack/log-file.ts';
import type { Service } from '../../scripts/stack/service.ts';
import { until } from '../setup/until.ts';

const readyWithinMs = 60_000;
const linesOfARound = 400;
/** What `tellUnheardFailures` says. */
const unheard = '"isUnheard":true';

/** One process of the installation, which can be killed at any moment and started again with what it left. */
export class Part {
  /** Whether it can be asked something. */
  isUp = false;
  private child: ChildProcess | null = null;
  private reviving: Promise<void> | null = null;
  private isToEnd = false;
  private unasked: string | null = null;

  constructor(
    private readonly service: Service,
    private readonly logs: Logs,
    /** A server runs under a keeper, and its own number stands in a file. */
    private readonly pidFile: string | null = null,
  ) {}

  get name(): string {
    return this.service.name;
  }

  async start(): Promise<void> {
    for (;;) {
      const child = await this.logs.with(this.name, (log) => this.service.spawn(log));
      this.child = child;
      this.isToEnd = false;
      child.once('exit', (code, signal) => this.note(signal ?? `exit code ${code}`));
      if (await this.becomesReady(child)) {
        this.isUp = true;
        return;
      }
      // A database whose last children are not gone yet refuses to start.
      await pause(50);
    }
  }

  /** Starts it while others go on. */
  revive(): void {
    this.reviving = this.start();
    this.reviving.catch(() => undefined);
  }

  /** Until it is back, where it was on its way; fails if it could not come. */
  async back(): Promise<void> {
    await this.reviving;
  }

  /** A process that ends although nobody asked it to is a fault of its own, and so is a failure that nobody waited for. */
  requireNoOtherEnd(): void {
    if (this.unasked !== null) throw new Error(this.unasked);
    const said = this.logs.tail(this.name, linesOfARound);
    if (said.includes(unheard))
      throw new Error(`${this.name} has a failure that nobody waited for:\n${said}`);
  }

  /** Without a word, as the machine does when it runs out of memory. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Asks it to finish. */
  async stop(): Promise<void> {
    await this.reviving?.catch(() => undefined);
    const { child } = this;
    if (!child || hasEnded(child)) return;
    this.isUp = false;
    this.isToEnd = true;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }

  /** Still there, but it does nothing until it is woken. */
  freeze(): void {
    process.kill(this.pid, 'SIGSTOP');
  }

  wake(): void {
    process.kill(this.pid, 'SIGCONT');
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    if (!child || hasEnded(child)) return;
    this.isUp = false;
    this.isToEnd = true;
    const ended = once(child, 'exit');
    process.kill(this.pid, signal);
    await ended;
  }

  private note(how: string): void {
    if (this.isToEnd || !this.isUp) return;
    this.unasked = `${this.name} ended by itself (${how}):\n${this.logs.tail(this.name)}`;
  }

  private get pid(): number {
    if (this.pidFile !== null) return Number.parseInt(readFileSync(this.pidFile, 'utf8'), 10);
    if (this.child?.pid === undefined) throw new Error(`${this.name} does not run`);
    return this.child.pid;
  }

  private async becomesReady(child: ChildProcess): Promise<boolean> {
    const isReady = async (): Promise<'ready' | 'ended' | false> => {
      if (hasEnded(child)) return 'ended';
      return (await this.service.isReady()) && 'ready';
    };
    try {
      return (await until(`${this.name} to be ready`, isReady, readyWithinMs)) === 'ready';
    } catch (error) {
      throw new Error(`${this.name} does not start:\n${this.logs.tail(this.name)}`, { cause: error });
    }
  }
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}
