import type { Script } from '../script/script.schema.js';

/** When the next event is due: the first after the time to first token, each token after that at the scripted rate. */
export class Pace {
  readonly paced: boolean;
  private readonly startedAt = performance.now();
  private readonly millisecondsPerToken: number;
  private tokens = 0;

  constructor(private readonly script: Script) {
    this.millisecondsPerToken = script.tps === undefined ? 0 : 1000 / script.tps;
    this.paced = this.millisecondsPerToken > 0;
  }

  /** Milliseconds to wait before an event; measured against the beginning, so that delays do not add up. */
  waitFor(tokens: number): number {
    const due = this.startedAt + (this.script.ttft ?? 0) + this.tokens * this.millisecondsPerToken;
    this.tokens += tokens;
    return due - performance.now();
  }
}

/** How long an answer in one piece takes. */
export function answerTime(script: Script, tokens: number): number {
  return (script.ttft ?? 0) + (script.tps === undefined ? 0 : (tokens * 1000) / script.tps);
}
