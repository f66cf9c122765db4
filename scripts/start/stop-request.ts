import type { ProcessRecord } from '../process-identity.mjs';
import type { Problem } from '../stack/problem.ts';
import { onceGone } from '../starters.mjs';

/** One Ctrl-C can arrive several times: from the terminal, from npm, and from the Node that npm started. */
const sameKeyPressMs = 700;

/** Everything that can make Onegate stop, as one signal to stop and a second one to be quick about it. */
export class StopRequest {
  readonly #asked = new AbortController();
  readonly #hurry = new AbortController();
  #askedAt = 0;
  problem: Problem | undefined;

  /** Somebody wanted it, as opposed to a failure that makes the other parts stop. */
  wanted = false;

  get asked(): AbortSignal {
    return this.#asked.signal;
  }

  get hurry(): AbortSignal {
    return this.#hurry.signal;
  }

  /** Listens to signals, to the Node that this one replaces, and for the end of the npm around it. */
  listen(starters: ProcessRecord[]): void {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => this.ask());
    process.on('disconnect', () => this.ask());
    onceGone(starters, () => this.#startersAreGone());
  }

  /** A person or a supervisor asks; asked again, once more than the same key press, it hurries. */
  ask(): void {
    this.wanted = true;
    if (this.asked.aborted && Date.now() - this.#askedAt > sameKeyPressMs) this.#hurry.abort();
    this.#ask();
  }

  /** Something failed: all else is to stop. */
  fail(): void {
    this.#ask();
  }

  giveUp(problem: Problem): void {
    this.problem ??= problem;
    this.#ask();
  }

  #startersAreGone(): void {
    this.wanted = true;
    this.#ask();
  }

  #ask(): void {
    if (this.asked.aborted) return;
    this.#askedAt = Date.now();
    this.#asked.abort();
  }
}
