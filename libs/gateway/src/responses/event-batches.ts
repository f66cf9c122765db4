const waitMs = 100;

/** Writes events a few at a time, in their order. */
export class EventBatches {
  private waiting: string[] = [];
  private written = 0;
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();
  private error: Error | undefined;

  constructor(private readonly write: (from: number, events: readonly string[]) => Promise<void>) {}

  add(event: string): void {
    this.waiting.push(event);
    this.timer ??= setTimeout(() => this.start(), waitMs);
  }

  /** When all are written. Fails if some could not be. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.start();
    await this.writing;
    if (this.error) throw this.error;
  }

  private start(): void {
    this.timer = undefined;
    const events = this.waiting;
    this.waiting = [];
    const from = this.written;
    this.written += events.length;
    this.writing = this.writing
      .then(() => this.write(from, events))
      .catch((thrown: unknown) => {
        this.error ??= thrown instanceof Error ? thrown : new Error(String(thrown));
      });
  }
}
