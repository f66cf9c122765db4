import { Injectable } from '@nestjs/common';
import { Clock } from '@onegate/platform';
import { answerId } from '../answers/answer-ids.js';
import type { GatewayAnswer, GatewayCall } from '../calls/gateway-call.js';
import type { JsonObject } from '../translation/wire.js';
import { BackgroundRunner, type BackgroundTask } from './background-runner.service.js';
import { storedItem } from './items.js';
import type { ResponseContext } from './response-context.service.js';
import { ResponseReplay } from './response-replay.service.js';
import { ResponseStore, type KeptResponse } from './response-store.service.js';
import { isOver } from './response-life.js';
import { notInBackground } from './state.errors.js';
import { leaseMs } from './running-responses.service.js';
import type { StateOwner } from './state-owner.js';
import { wholeResponse } from './whole-response.js';

export interface BackgroundAsk {
  readonly owner: StateOwner;
  readonly context: ResponseContext;
  readonly request: JsonObject;
  /** What the response says of the request that its provider does not know. */
  readonly says: JsonObject;
}

/** Responses that are worked on while their clients are away. */
@Injectable()
export class BackgroundResponses {
  constructor(
    private readonly store: ResponseStore,
    private readonly runner: BackgroundRunner,
    private readonly replay: ResponseReplay,
    private readonly clock: Clock,
  ) {}

  /** Answers at once; what comes of it can be asked for, or heard as it comes. */
  async start(call: GatewayCall, ask: BackgroundAsk): Promise<GatewayAnswer> {
    const task = await this.queued(ask);
    void this.runner.run(call, task);
    if (ask.request['stream'] === true)
      return this.replay.stream(ask.owner, task.kept.responseId, { startingAfter: -1, gone: call.gone });
    return {
      status: 200,
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(task.kept.response),
    };
  }

  /** What is over already stays as it is. */
  async cancel(owner: StateOwner, responseId: string): Promise<JsonObject> {
    const kept = await this.store.get(owner, responseId);
    if (!kept.isBackground) throw notInBackground();
    if (isOver(kept.status)) return kept.response;
    const cancelled = { ...kept.response, status: 'cancelled' };
    const isDone = await this.store.update(owner, kept, cancelled);
    this.runner.stop(kept.rowId);
    return isDone ? cancelled : (await this.store.get(owner, responseId)).response;
  }

  private async queued({ owner, context, request, says }: BackgroundAsk): Promise<BackgroundTask> {
    const now = this.clock.now();
    const responseId = answerId('openai-responses');
    const begun = {
      id: responseId,
      status: 'queued',
      created_at: Math.floor(now.getTime() / 1_000),
      output: [],
    };
    const response = { ...wholeResponse(request, begun), ...says };
    const input = context.said.map(storedItem);
    const made = { responseId, status: 'queued', isBackground: true, input, response } as const;
    const rowId = await this.store.add(owner, {
      ...made,
      previousResponseId: context.previousResponseId,
      leaseUntil: new Date(now.getTime() + leaseMs),
    });
    const kept: KeptResponse = { ...made, rowId: rowId ?? 0 };
    return { owner, context, request, kept, says: { ...says, id: responseId } };
  }
}
