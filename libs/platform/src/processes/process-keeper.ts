import type { Worker } from 'node:cluster';
import type { Logger } from '../logging/logger.js';
import { FigureRounds } from './figure-rounds.js';
import type { KeeperMessage, ProcessMessage } from './process-messages.js';
import type { ProcessPlan } from './process-plan.js';
import { ProcessSlot } from './process-slot.js';

/** What a process needs for its own end, beyond the time for its calls. */
const marginMillis = 2_000;

/**
 * Keeps the processes that share a port: starts them, replaces one that dies, restarts them one by one, stops them
 * together. It serves nothing itself and knows nothing of what they do.
 */
export class ProcessKeeper {
  private readonly slots: readonly ProcessSlot[];
  private readonly workers = new Set<Worker>();
  private readonly figures = new FigureRounds(() => this.workers);
  private hasServed = false;
  private isStopping = false;
  private restarting: Promise<void> | null = null;

  constructor(
    private readonly plan: ProcessPlan,
    private readonly log: Logger,
  ) {
    const events = {
      started: (worker: Worker) => this.started(worker),
      ended: (worker: Worker, end: { isMissed: boolean; code: number | null }) => this.ended(worker, end),
    };
    this.slots = Array.from({ length: plan.count }, () => new ProcessSlot(events, log));
  }

  /** Until it is told to stop: SIGTERM and SIGINT stop all, SIGHUP restarts one after the other. */
  run(): void {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => this.stop(signal));
    process.on('SIGHUP', () => this.restart());
    process.on('disconnect', () => this.stop('the parent process is gone'));
    for (const slot of this.slots) slot.fill();
  }

  private restart(): void {
    if (this.isStopping) return;
    this.restarting ??= this.restartAll().finally(() => (this.restarting = null));
  }

  /** The next one only once the one before is gone: there is never more than one too many. */
  private async restartAll(): Promise<void> {
    this.log.info({ processes: this.slots.length }, 'Restarting one process after the other');
    for (const slot of this.slots) {
      const isReplaced = await slot.replace((worker) => this.letGo(worker));
      if (isReplaced) continue;
      this.log.error('A new process did not start, the others go on as they are');
      return;
    }
    this.log.info('All processes were restarted');
  }

  private letGo(worker: Worker): void {
    tell(worker, { kind: 'leave' });
    const { settleMillis, restartMillis } = this.plan;
    this.endLater(worker, settleMillis + restartMillis);
  }

  private stop(reason: string): void {
    if (this.isStopping) return this.endNow();
    this.isStopping = true;
    this.log.info({ reason }, 'Stopping all processes');
    for (const slot of this.slots) slot.close();
    const { settleMillis, drainMillis } = this.plan;
    for (const worker of this.workers) {
      // One that does not listen yet has nothing to finish.
      if (this.hasServed) tell(worker, { kind: 'stop' });
      else worker.process.kill('SIGKILL');
      this.endLater(worker, settleMillis + drainMillis);
    }
    this.exitOnceAlone();
  }

  private started(worker: Worker): void {
    this.workers.add(worker);
    worker.once('listening', () => (this.hasServed = true));
    worker.on('message', (message: ProcessMessage) => void this.figures.hear(worker, message));
  }

  private ended(worker: Worker, { isMissed, code }: { isMissed: boolean; code: number | null }): void {
    this.workers.delete(worker);
    void this.figures.ended(worker);
    if (isMissed) this.log.error({ process: worker.process.pid, code }, 'A process died, another one comes');
    if (isMissed && !this.hasServed) return this.giveUp();
    this.exitOnceAlone();
  }

  /** The first of all did not start, so none will. What was wrong it has said itself. */
  private giveUp(): void {
    process.exitCode = 1;
    this.isStopping = true;
    for (const slot of this.slots) slot.close();
    this.endNow();
  }

  private endLater(worker: Worker, millis: number): void {
    const timer = setTimeout(() => worker.process.kill('SIGKILL'), millis + marginMillis);
    worker.once('exit', () => clearTimeout(timer));
  }

  private endNow(): void {
    for (const worker of this.workers) worker.process.kill('SIGKILL');
    this.exitOnceAlone();
  }

  private exitOnceAlone(): void {
    if (this.isStopping && this.workers.size === 0) process.exit();
  }
}

function tell(worker: Worker, message: KeeperMessage): void {
  if (worker.isConnected()) worker.send(message);
}
