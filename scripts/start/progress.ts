const mentionAfterMs = 800;
const repeatEveryMs = 15_000;

export type Say = (line: string) => void;

/** Tells what is being done when it takes a while, and what is done with the seconds it took. */
export class Progress {
  readonly #say: Say;

  constructor(say: Say) {
    this.#say = say;
  }

  /** `done` is the line for success, or makes it from the result; nothing is said of what took no work. */
  async step<T>(
    doing: string,
    done: string | ((result: T) => string | undefined),
    work: () => Promise<T>,
  ): Promise<T> {
    const started = Date.now();
    const mention = setTimeout(() => this.#say(`… ${doing}`), mentionAfterMs);
    const repeat = setInterval(() => this.#say(`… still ${doing} (${seconds(started)})`), repeatEveryMs);
    try {
      const result = await work();
      const line = typeof done === 'string' ? done : done(result);
      if (line) this.#say(`✓ ${line} (${seconds(started)})`);
      return result;
    } finally {
      clearTimeout(mention);
      clearInterval(repeat);
    }
  }
}

function seconds(since: number): string {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}
