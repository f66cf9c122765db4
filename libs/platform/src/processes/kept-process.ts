import cluster from 'node:cluster';
import type { Metrics } from '../metrics/metrics.js';
import type { KeeperMessage, ProcessMessage } from './process-messages.js';

const patienceMillis = 5_000;

interface Orders {
  /** All of the application stops. */
  stop(): void;
  /** Another process has taken over. */
  leave(): void;
}

/** A process as its keeper knows it: does what it is told, and has the figures of its siblings. */
export class KeptProcess {
  private readonly waiting = new Map<number, (text: string | null) => void>();
  private lastAsk = 0;

  constructor(
    private readonly metrics: Metrics,
    private readonly orders: Orders,
  ) {}

  /** Whether this process has a keeper. */
  static isOne(): boolean {
    return cluster.isWorker;
  }

  obey(): void {
    // Node would end this process at once when its keeper is gone, in the midst of its calls.
    if (cluster.worker) cluster.worker.exitedAfterDisconnect = true;
    // Meant for the keeper: a terminal tells everybody.
    process.on('SIGHUP', () => undefined);
    process.on('message', (message: KeeperMessage) => void this.hear(message));
    this.metrics.gatherFrom(() => this.askAll());
  }

  /** So that what was counted here is not lost with this process. */
  async sayLastFigures(): Promise<void> {
    const figures = await this.metrics.registry.getMetricsAsJSON();
    await new Promise<void>((resolve) => say({ kind: 'figures', ask: 0, figures }, resolve));
  }

  private async hear(message: KeeperMessage): Promise<void> {
    if (message.kind === 'stop') this.orders.stop();
    else if (message.kind === 'leave') this.orders.leave();
    else if (message.kind === 'all-figures') this.waiting.get(message.ask)?.(message.text);
    else await this.tellFigures(message.ask);
  }

  private async tellFigures(ask: number): Promise<void> {
    const figures = await this.metrics.registry.getMetricsAsJSON().catch(() => null);
    if (figures) say({ kind: 'figures', ask, figures });
  }

  private askAll(): Promise<string> {
    this.lastAsk += 1;
    const ask = this.lastAsk;
    return new Promise((resolve, reject) => {
      const fail = (): void => reject(new Error('The figures of all processes cannot be had'));
      const timer = setTimeout(fail, patienceMillis);
      this.waiting.set(ask, (text) => {
        clearTimeout(timer);
        this.waiting.delete(ask);
        if (text === null) fail();
        else resolve(text);
      });
      say({ kind: 'ask-all-figures', ask });
    });
  }
}

function say(message: ProcessMessage, done: () => void = () => undefined): void {
  if (process.connected) process.send?.(message, done);
  else done();
}
