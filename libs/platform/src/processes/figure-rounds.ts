import type { Worker } from 'node:cluster';
import { GatheredFigures } from './gathered-figures.js';
import type { KeeperMessage, ProcessMessage } from './process-messages.js';

/** A process that says nothing for so long is counted with what it said last. */
const patienceMillis = 2_000;

interface Round {
  readonly missing: Set<Worker>;
  readonly complete: () => void;
}

/** Collects the figures of all processes for the one that was asked for them. */
export class FigureRounds {
  private readonly figures = new GatheredFigures();
  private readonly rounds = new Map<number, Round>();
  private lastAsk = 0;

  constructor(private readonly workers: () => ReadonlySet<Worker>) {}

  async hear(worker: Worker, message: ProcessMessage): Promise<void> {
    if (message.kind === 'ask-all-figures') return this.answer(worker, message.ask);
    this.figures.heard(worker.id, message.figures);
    this.arrived(worker, message.ask);
  }

  async ended(worker: Worker): Promise<void> {
    for (const ask of this.rounds.keys()) this.arrived(worker, ask);
    await this.figures.ended(worker.id);
  }

  private async answer(worker: Worker, ask: number): Promise<void> {
    await this.collect();
    const text = await this.figures.text().catch(() => null);
    tell(worker, { kind: 'all-figures', ask, text });
  }

  private collect(): Promise<void> {
    this.lastAsk += 1;
    const ask = this.lastAsk;
    const asked = [...this.workers()].filter((worker) => worker.isConnected());
    return new Promise((resolve) => {
      const timer = setTimeout(() => complete(), patienceMillis);
      const complete = (): void => {
        clearTimeout(timer);
        this.rounds.delete(ask);
        resolve();
      };
      this.rounds.set(ask, { missing: new Set(asked), complete });
      for (const worker of asked) tell(worker, { kind: 'tell-figures', ask });
    });
  }

  private arrived(worker: Worker, ask: number): void {
    const round = this.rounds.get(ask);
    round?.missing.delete(worker);
    if (round?.missing.size === 0) round.complete();
  }
}

function tell(worker: Worker, message: KeeperMessage): void {
  if (worker.isConnected()) worker.send(message);
}
