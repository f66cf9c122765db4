import type { OutputTally } from './output-tally.js';

/**
 * Sums up what an event of Chat Completions says. Some hosts say the same thing twice in one event: as `content` and as
 * `text`, as `reasoning`, as `reasoning_content` and as the `text` of its details.
 */
export class SaidOnce {
  private texts: string[] = [];
  private hasSpoken = false;
  private hasReasoned = false;

  constructor(private readonly output: OutputTally) {}

  readonly say = (key: string, inside: string): void => {
    if (key === 'text') this.texts.push(inside);
    else if (key === 'name') this.output.addCall(inside);
    else if (key.startsWith('reasoning')) this.reason(inside);
    else this.speak(inside);
  };

  /** The event is over. */
  end(): void {
    if (!this.hasSpoken) for (const text of this.texts) this.output.add(text);
    if (this.texts.length > 0) this.texts = [];
    this.hasSpoken = false;
    this.hasReasoned = false;
  }

  private reason(inside: string): void {
    if (!this.hasReasoned) this.speak(inside);
    this.hasReasoned = true;
  }

  private speak(inside: string): void {
    this.hasSpoken = true;
    this.output.add(inside);
  }
}
