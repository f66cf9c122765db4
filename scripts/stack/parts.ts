import { ManagedProcess, type Surroundings } from './managed-process.ts';
import type { Service } from './service.ts';

/** All parts that run, to be stopped in a given order whatever order they came up in. */
export class Parts {
  readonly #around: Surroundings;
  readonly #stopOrder: readonly string[];
  readonly #running: ManagedProcess[] = [];
  #closed = false;

  constructor(around: Surroundings, stopOrder: readonly string[]) {
    this.#around = around;
    this.#stopOrder = stopOrder;
  }

  /** Resolves when the part is ready. From then on it is kept alive until all are stopped. */
  async run(service: Service): Promise<void> {
    if (this.#closed) throw new Error('stopping');
    const part = new ManagedProcess(service, this.#around);
    this.#running.push(part);
    await part.start();
  }

  /** `hurry` shortens the wait for what is in flight, but never for the servers: their data has to reach the disk. */
  async stopAll(hurry: AbortSignal): Promise<void> {
    this.#closed = true;
    const never = new AbortController().signal;
    const rank = ({ service }: ManagedProcess): number => this.#stopOrder.indexOf(service.name);
    for (const part of this.#running.sort((a, b) => rank(a) - rank(b))) {
      await part.stop(part.service.keepsData ? never : hurry);
    }
  }
}
