import { Inject, Injectable } from '@nestjs/common';
import { Failure, LOGGER, type Logger } from '@onegate/platform';
import type { GatewayCall } from '../calls/gateway-call.js';
import { Gateway } from '../calls/gateway.service.js';
import { withFields } from '../json/json-text.js';
import type { JsonObject } from '../translation/wire.js';
import { EventBatches } from './event-batches.js';
import { ResponseEvents } from './response-events.service.js';
import { ResponseKeeping } from './response-keeping.service.js';
import type { ResponseContext } from './response-context.service.js';
import { ResponseRecording } from './response-recording.js';
import { ResponseStore, type KeptResponse } from './response-store.service.js';
import type { StateOwner } from './state-owner.js';

/** For how long a process is taken to be alive after its last sign of life. */
export const leaseMs = 30_000;
const signOfLifeMs = 2_000;

export interface BackgroundTask {
  readonly owner: StateOwner;
  readonly context: ResponseContext;
  readonly request: JsonObject;
  readonly kept: KeptResponse;
  readonly says: JsonObject;
}

/** Works on responses in this process, and shows that it does. */
@Injectable()
export class BackgroundRunner {
  private readonly running = new Map<number, AbortController>();

  constructor(
    private readonly gateway: Gateway,
    private readonly store: ResponseStore,
    private readonly events: ResponseEvents,
    private readonly keeping: ResponseKeeping,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  /** Never fails: what goes wrong is what became of the response. */
  async run(call: GatewayCall, task: BackgroundTask): Promise<void> {
    const { rowId, responseId } = task.kept;
    const stop = new AbortController();
    this.running.set(rowId, stop);
    const lease = setInterval(() => void this.showLife(rowId, stop), signOfLifeMs).unref();
    const batches = new EventBatches((from, events) => this.events.append(rowId, from, events));
    try {
      await this.answer(call, task, { stop, batches });
    } catch (thrown) {
      if (!(thrown instanceof Failure))
        this.log.error({ err: thrown, responseId }, 'A background response failed');
      await this.fail(task, thrown);
    } finally {
      clearInterval(lease);
      this.running.delete(rowId);
    }
  }

  /** It may be another process that works on it: that one notices by its next sign of life. */
  stop(rowId: number): void {
    this.running.get(rowId)?.abort();
  }

  private async answer(
    call: GatewayCall,
    { owner, context, request, kept, says }: BackgroundTask,
    { stop, batches }: { stop: AbortController; batches: EventBatches },
  ): Promise<void> {
    await this.store.update(owner, kept, { ...kept.response, status: 'in_progress' });
    const tap = new ResponseRecording({
      request,
      says,
      gone: stop.signal,
      onEvent: (data) => batches.add(data),
      keep: async ({ response }) => {
        await batches.flush();
        if (await this.store.update(owner, kept, response))
          await this.keeping.continue(owner, context, response, kept.input);
      },
    });
    const { body } = await this.gateway.answer({
      ...call,
      body: { ...call.body, stream: true },
      text: withFields(call.text, { stream: true }),
      gone: stop.signal,
      tap,
    });
    if (typeof body === 'string' || Buffer.isBuffer(body)) return;
    for await (const _piece of body) if (stop.signal.aborted) break;
  }

  private async fail({ owner, kept }: BackgroundTask, thrown: unknown): Promise<void> {
    const message = thrown instanceof Failure ? thrown.message : 'The response could not be made.';
    const code =
      thrown instanceof Failure && thrown.kind === 'rate_limited' ? 'rate_limit_exceeded' : 'server_error';
    try {
      await this.store.update(owner, kept, { ...kept.response, status: 'failed', error: { code, message } });
    } catch (err) {
      this.log.error({ err, responseId: kept.responseId }, 'A background response could not be stored');
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
