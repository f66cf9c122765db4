import type { Logger } from '@onegate/platform';
import type { KeptAnswer } from '../kept-answers/kept-answer.js';
import type { ClaimedCall, KeptAnswers } from '../kept-answers/kept-answers.service.js';

/** A process that says nothing for so long has died, and its calls may be made again. */
export const leaseMs = 10_000;
const renewEveryMs = 3_000;

/** A call that this process has in hand: it says so all the while, and ends it in one way. */
export class HeldCall {
  private readonly renewing: NodeJS.Timeout;

  constructor(
    private readonly claimed: ClaimedCall,
    private readonly kept: KeptAnswers,
    private readonly log: Logger,
  ) {
    this.renewing = setInterval(() => {
      void this.quietly(() => this.kept.renew(this.claimed, leaseMs));
    }, renewEveryMs).unref();
  }

  async end(answer: KeptAnswer | 'too_large' | 'failed', keptSeconds: number): Promise<void> {
    clearInterval(this.renewing);
    if (answer === 'failed') return this.free();
    const whole = answer === 'too_large' ? null : answer;
    await this.quietly(() => this.kept.keep(this.claimed, whole, keptSeconds));
  }

  /** It came to nothing: whoever repeats it runs it anew. */
  async free(): Promise<void> {
    clearInterval(this.renewing);
    await this.quietly(() => this.kept.free(this.claimed));
  }

  /** The client has its answer in any case; the claim ends with its lease. */
  private async quietly(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (err) {
      this.log.warn({ err }, 'What became of a repeatable call could not be written down');
    }
  }
}
