import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { CONFIGURATION, Failure, LOGGER, type Configuration, type Logger } from '@onegate/platform';
import type { JsonObject } from '../translation/wire.js';
import { ResponseStore, type KeptResponse } from './response-store.service.js';
import { processStopped } from './state.errors.js';
import type { StateOwner } from './state-owner.js';

/** For how long a process is taken to be alive after its last sign of life. */
export const leaseMs = 30_000;
const signOfLifeMs = 2_000;

/** Of the time that a process has for its end; the rest is for connections. */
const shareOfDraining = 0.5;

export interface RunningResponse {
  readonly owner: StateOwner;
  readonly kept: KeptResponse;
}

interface Run extends RunningResponse {
  readonly stop: AbortController;
  readonly over: Promise<void>;
}

/** The responses that this process works on: it shows that it does, and leaves none behind unfinished when it stops. */
@Injectable()
export class RunningResponses implements BeforeApplicationShutdown {
  private readonly runs = new Map<number, Run>();

  constructor(
    private readonly store: ResponseStore,
    @Inject(CONFIGURATION) private readonly config: Configuration,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  /** Never fails: what goes wrong is what became of the response. */
  run(response: RunningResponse, work: (stop: AbortController) => Promise<void>): Promise<void> {
    const { rowId } = response.kept;
    const stop = new AbortController();
    const lease = setInterval(() => void this.showLife(rowId, stop), signOfLifeMs).unref();
    const over = work(stop)
      .catch((thrown: unknown) => this.fail(response, thrown))
      .finally(() => {
        clearInterval(lease);
        this.runs.delete(rowId);
      });
    this.runs.set(rowId, { ...response, stop, over });
    return over;
  }

  /** It may be another process that works on it: that one notices by its next sign of life. */
  stop(rowId: number): void {
    this.runs.get(rowId)?.stop.abort();
  }

  /** What is nearly done gets done. The rest has failed, and says so at once: nobody else goes on with it. */
  async beforeApplicationShutdown(): Promise<void> {
    if (this.runs.size === 0) return;
    const patience = this.config.http.drainSeconds * 1_000 * shareOfDraining;
    await Promise.race([this.allOver(), delay(patience, undefined, { ref: false })]);
    await Promise.all([...this.runs.values()].map((run) => this.giveUp(run)));
    await this.allOver();
  }

  private async allOver(): Promise<void> {
    while (this.runs.size > 0) await Promise.all([...this.runs.values()].map(({ over }) => over));
  }

  private async giveUp(run: Run): Promise<void> {
    await this.fail(run, processStopped());
    run.stop.abort();
  }

  private async fail({ owner, kept }: RunningResponse, thrown: unknown): Promise<void> {
    const { responseId } = kept;
    if (!(thrown instanceof Failure))
      this.log.error({ err: thrown, responseId }, 'A background response failed');
    try {
      await this.store.update(owner, kept, { ...kept.response, status: 'failed', error: errorOf(thrown) });
    } catch (err) {
      this.log.error({ err, responseId }, 'A background response could not be stored');
    }
  }

  private async showLife(rowId: number, stop: AbortController): Promise<void> {
    try {
      if (!(await this.store.extendLease(rowId, leaseMs))) stop.abort();
    } catch (err) {
      this.log.warn({ err }, 'The lease of a background response could not be extended');
    }
  }
}

function errorOf(thrown: unknown): JsonObject {
  if (!(thrown instanceof Failure))
    return { code: 'server_error', message: 'The response could not be made.' };
  const code = thrown.kind === 'rate_limited' ? 'rate_limit_exceeded' : 'server_error';
  return { code, message: thrown.message };
}
