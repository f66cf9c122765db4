import cluster, { type Worker } from 'node:cluster';
import type { Logger } from '../logging/logger.js';

/** Who ran for so long did not fail at its start. */
const soundMillis = 60_000;
const firstWaitMillis = 250;
const longestWaitMillis = 30_000;

/** What a slot tells of its processes. */
interface SlotEvents {
  started(worker: Worker): void;
  /** `isMissed`: it should have gone on. */
  ended(worker: Worker, end: { readonly isMissed: boolean; readonly code: number | null }): void;
}

/** How long to wait before a process is started again that failed so often in a row: at once, then ever longer. */
export function waitBeforeStart(failures: number): number {
  if (failures <= 1) return 0;
  return Math.min(firstWaitMillis * 2 ** (failures - 2), longestWaitMillis);
}

/** One of several places that a process fills: when it dies another one comes, and it can be replaced while it serves. */
export class ProcessSlot {
  private current: Worker | null = null;
  private failures = 0;
  private isClosed = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly events: SlotEvents,
    private readonly log: Logger,
  ) {}

  fill(): void {
    this.current = this.start();
  }

  /** Starts another process, and once that one serves lets go of the one before; answers whether it came to that. */
  async replace(letGo: (worker: Worker) => void): Promise<boolean> {
    const before = this.current;
    if (!before || this.isClosed) return true;
    const next = this.start();
    if (!(await serves(next))) return false;
    // It died meanwhile, and its place was filled.
    if (this.current !== before) return endOf(next, letGo);
    this.current = next;
    return endOf(before, letGo);
  }

  /** Nothing comes after what runs now. */
  close(): void {
    this.isClosed = true;
    clearTimeout(this.timer);
  }

  private start(): Worker {
    const startedAt = performance.now();
    const worker = cluster.fork();
    worker.on('error', (err) => this.log.debug({ err }, 'A process cannot be told something'));
    worker.once('exit', (code) => {
      const isMissed = this.current === worker && !this.isClosed;
      this.events.ended(worker, { isMissed, code });
      if (isMissed) this.fillAgain(performance.now() - startedAt);
    });
    this.events.started(worker);
    return worker;
  }

  private fillAgain(livedMillis: number): void {
    this.current = null;
    this.failures = livedMillis > soundMillis ? 1 : this.failures + 1;
    this.timer = setTimeout(() => this.fill(), waitBeforeStart(this.failures));
  }
}

/** Whether it came to listen. */
function serves(worker: Worker): Promise<boolean> {
  return new Promise((resolve) => {
    worker.once('listening', () => resolve(true));
    worker.once('exit', () => resolve(false));
  });
}

function endOf(worker: Worker, letGo: (worker: Worker) => void): Promise<boolean> {
  return new Promise((resolve) => {
    worker.once('exit', () => resolve(true));
    letGo(worker);
  });
}
