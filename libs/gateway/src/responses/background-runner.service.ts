import { Injectable } from '@nestjs/common';
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
import { RunningResponses } from './running-responses.service.js';
import type { StateOwner } from './state-owner.js';

export interface BackgroundTask {
  readonly owner: StateOwner;
  readonly context: ResponseContext;
  readonly request: JsonObject;
  readonly kept: KeptResponse;
  readonly says: JsonObject;
}

/** Makes responses while their clients are away. */
@Injectable()
export class BackgroundRunner {
  constructor(
    private readonly gateway: Gateway,
    private readonly store: ResponseStore,
    private readonly events: ResponseEvents,
    private readonly keeping: ResponseKeeping,
    private readonly running: RunningResponses,
  ) {}

  /** Never fails: what goes wrong is what became of the response. */
  run(call: GatewayCall, task: BackgroundTask): Promise<void> {
    const { rowId } = task.kept;
    const batches = new EventBatches((from, events) => this.events.append(rowId, from, events));
    return this.running.run(task, (stop) => this.answer(call, task, { stop, batches }));
  }

  stop(rowId: number): void {
    this.running.stop(rowId);
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
      sent: withFields(call.sent, { stream: true }),
      gone: stop.signal,
      tap,
    });
    if (typeof body === 'string' || Buffer.isBuffer(body)) return;
    for await (const _piece of body) if (stop.signal.aborted) break;
  }
}
