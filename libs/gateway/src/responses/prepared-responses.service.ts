import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Clock } from '@onegate/platform';
import { answerId } from '../answers/answer-ids.js';
import { CallAsks } from '../calls/call-asks.service.js';
import type { GatewayAnswer, GatewayCall } from '../calls/gateway-call.js';
import { responseTokens } from '../translation/responses/response-object.js';
import type { JsonObject } from '../translation/wire.js';
import { eventsOf, frameOf, streamHeaders } from './replayed-events.js';
import type { RecordedResponse } from './response-recording.js';
import { wholeResponse } from './whole-response.js';

export interface PreparedAsk {
  /** The request as its client sent it. */
  readonly request: JsonObject;
  readonly keep: (recorded: RecordedResponse) => Promise<void>;
}

/**
 * Responses with `generate: false`: a client says beforehand what its next turn goes on from. No model is asked and nothing
 * is charged; the response is empty, and what it was given is gone on from by its id.
 */
@Injectable()
export class PreparedResponses {
  constructor(
    private readonly asks: CallAsks,
    private readonly clock: Clock,
  ) {}

  async answer(call: GatewayCall, { request, keep }: PreparedAsk): Promise<GatewayAnswer> {
    // What the next turn would be refused for is said now.
    await this.asks.of(call);
    const response = this.emptyResponse(request);
    await keep({ response, events: [] });
    if (request['stream'] === true)
      return { status: 200, headers: streamHeaders, body: Readable.from(eventsOf(response).map(frameOf)) };
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    return { status: 200, headers, body: JSON.stringify(response) };
  }

  private emptyResponse(request: JsonObject): JsonObject {
    const now = Math.floor(this.clock.now().getTime() / 1_000);
    return wholeResponse(
      { ...request, background: false },
      {
        id: answerId('openai-responses'),
        status: 'completed',
        created_at: now,
        completed_at: now,
        output: [],
        usage: responseTokens({}),
      },
    );
  }
}
