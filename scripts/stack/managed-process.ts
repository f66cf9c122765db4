import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logs } from './log-file.ts';
import { Problem } from './problem.ts';
import type { Service } from './service.ts';

export interface Surroundings {
  logs: Logs;
  say: (line: string) => void;
  /** Called with every process that is started, so that a later start can find it. */
  record: (name: string, pid: number) => void;
  /** Called once when a part cannot be kept alive. */
  giveUp: (problem: Problem) => void;
}

const readyWithinMs = 120_000;
const deathsAllowed = 5;
const withinMs = 60_000;

/** One part of Onegate: started, watched, started again when it dies, and stopped. */
export class ManagedProcess {
  readonly service: Service;
  readonly #around: Surroundings;
  readonly #stop = new AbortController();
  #child: ChildProcess | undefined;
  #launching: Promise<unknown> | undefined;
  #deaths: number[] = [];

  constructor(service: Service, around: Surroundings) {
    this.service = service;
    this.#around = around;
  }

  /** Resolves once the part is ready; a death before that is the caller's problem, a later one is dealt with here. */
  async start(): Promise<void> {
    const failure = await this.#launch();
    if (failure) throw this.#problem(failure);
    this.#watch();
  }

  /** Asks it to finish and waits; `hurry` cuts the time for that short. */
  async stop(hurry: AbortSignal): Promise<void> {
    this.#stop.abort();
    await this.#launching;
    const child = this.#child;
    if (child) await end(child, AbortSignal.any([hurry, AbortSignal.timeout(this.service.stopWithinMs)]));
  }

  /** What went wrong on the way to being ready, if anything did. */
  #launch(): Promise<string | undefined> {
    const launching = this.#spawnAndWait();
    this.#launching = launching.catch(() => {});
    return launching;
  }

  async #spawnAndWait(): Promise<string | undefined> {
    const { logs, record } = this.#around;
    const child = await logs.with(this.service.name, (log) => this.service.spawn(log));
    this.#child = child;
    child.on('error', () => {});
    if (child.pid !== undefined) record(this.service.name, child.pid);
    const deadline = Date.now() + readyWithinMs;
    while (!(await this.service.isReady())) {
      if (this.#stop.signal.aborted) return 'was stopped while it was starting';
      if (hasEnded(child)) return `stopped while it was starting (${reason(child)})`;
      if (Date.now() > deadline) return `was not ready within ${readyWithinMs / 1000} seconds`;
      await pause(25);
    }
    return undefined;
  }

  #watch(): void {
    const child = this.#child;
    if (!child) return;
    const died = (): void => {
      if (!this.#stop.signal.aborted) void this.#recover(`stopped unexpectedly (${reason(child)})`);
    };
    if (hasEnded(child)) died();
    else child.once('exit', died);
  }

  async #recover(what: string): Promise<void> {
    const now = Date.now();
    this.#deaths = [...this.#deaths.filter((death) => now - death < withinMs), now];
    if (this.#deaths.length >= deathsAllowed) {
      this.#around.giveUp(this.#problem(`${what}, for the ${deathsAllowed}th time within a minute`));
      return;
    }
    this.#around.say(`✗ ${this.service.title} ${what}; starting it again`);
    const failure = await this.#startAgain().catch(messageOf);
    if (this.#stop.signal.aborted) return;
    if (failure) return this.#recover(failure);
    this.#around.say(`✓ ${this.service.title} is back`);
    this.#watch();
  }

  async #startAgain(): Promise<string | undefined> {
    await pause(250 * 2 ** (this.#deaths.length - 1), undefined, { signal: this.#stop.signal });
    const failure = await this.#launch();
    if (failure && this.#child) await end(this.#child, AbortSignal.timeout(this.service.stopWithinMs));
    return failure;
  }

  #problem(what: string): Problem {
    const { logs } = this.#around;
    const log = logs.path(this.service.name);
    return new Problem(`${this.service.title} ${what}. The end of ${log}:\n${logs.tail(this.service.name)}`);
  }
}

async function end(child: ChildProcess, limit: AbortSignal): Promise<void> {
  if (hasEnded(child)) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  if (!limit.aborted) await Promise.race([ended, once(limit, 'abort')]);
  if (!hasEnded(child)) child.kill('SIGKILL');
  await ended;
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
}

function reason(child: ChildProcess): string {
  return child.signalCode ?? `exit code ${child.exitCode}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
