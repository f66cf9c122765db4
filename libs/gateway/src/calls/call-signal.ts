import { troubleOfThrown } from '../upstream/trouble.js';
import { upstreamSlow } from '../upstream/upstream.errors.js';

/** Stops one try at a provider: when its time is up, or when nobody wants the answer any more. */
export class CallSignal {
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private readonly onGone = () => this.controller.abort(new Error('The client is gone.'));

  constructor(
    totalMs: number,
    private readonly gone: AbortSignal | null,
  ) {
    this.timer = setTimeout(() => this.controller.abort(upstreamSlow()), totalMs).unref();
    if (gone?.aborted) this.onGone();
    else gone?.addEventListener('abort', this.onGone, { once: true });
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  stop(): void {
    this.controller.abort(new Error('The answer is not wanted any more.'));
    this.over();
  }

  /** The try has ended by itself. */
  over(): void {
    clearTimeout(this.timer);
    this.gone?.removeEventListener('abort', this.onGone);
  }

  /** Why a try failed: the time-out, where that cut it off. */
  reasonOf(thrown: unknown): unknown {
    const { aborted, reason } = this.controller.signal;
    return aborted && reason instanceof Error && 'code' in reason ? troubleOfThrown(reason) : thrown;
  }
}
