import { Injectable } from '@nestjs/common';
import type { GatewayAnswer, GatewayCall } from '../calls/gateway-call.js';
import { Gateway } from '../calls/gateway.service.js';
import { withFields, withoutFields } from '../json/json-text.js';
import { textAt } from '../protocols/fields.js';
import { responsesProtocol } from '../protocols/responses.protocol.js';
import type { JsonObject } from '../translation/wire.js';
import { promptTokens } from '../usage-reading/prompt-tokens.js';
import { tokenizer } from '../usage-reading/tokenizer.js';
import { BackgroundResponses } from './background-responses.service.js';
import { PreparedResponses } from './prepared-responses.service.js';
import { ResponseContexts, type ResponseContext } from './response-context.service.js';
import { ResponseKeeping } from './response-keeping.service.js';
import { ResponseRecording, type RecordedResponse } from './response-recording.js';
import { outputOf } from './response-store.service.js';
import { backgroundUnstored } from './state.errors.js';
import { stateOwnerOf } from './state-owner.js';
import type { TurnMemory } from './turn-memory.js';
import { statusOf } from './whole-response.js';

export interface ResponseCall extends Omit<GatewayCall, 'protocol' | 'tap'> {
  /** What was said on the connection that it came on. */
  readonly memory?: TurnMemory;
}

/** Makes responses that remember: what they go on from is put before the provider in full, and they can be found again. */
@Injectable()
export class StatefulResponses {
  constructor(
    private readonly gateway: Gateway,
    private readonly contexts: ResponseContexts,
    private readonly keeping: ResponseKeeping,
    private readonly background: BackgroundResponses,
    private readonly prepared: PreparedResponses,
  ) {}

  async create({ memory, ...call }: ResponseCall): Promise<GatewayAnswer> {
    const owner = stateOwnerOf(call.principal);
    const context = await this.contexts.of(owner, call.body, memory);
    const isStored = call.body['store'] !== false;
    const told = toldCall(call, context);
    const isKept = isStored || context.conversationId !== null;
    const keep = async (recorded: RecordedResponse) => {
      remember(memory, context, recorded);
      if (isKept) await this.keeping.keep(owner, { context, isStored }, recorded);
    };
    if (call.body['generate'] === false) return this.prepared.answer(told, { request: call.body, keep });
    if (call.body['background'] === true) {
      if (!isStored) throw backgroundUnstored();
      const says = saidOfContext(call.body, context);
      return this.background.start(told, { owner, context, request: call.body, says });
    }
    const tap = new ResponseRecording({
      request: call.body,
      gone: call.gone,
      says: context.input ? saidOfContext(call.body, context) : null,
      keep,
    });
    return this.gateway.answer({ ...told, tap: isKept || context.input || memory ? tap : undefined });
  }

  /** How many tokens a model would read, with all that the request only refers to. It costs nothing. */
  async countInput(call: ResponseCall): Promise<number> {
    const { body } = toldCall(call, await this.contexts.of(stateOwnerOf(call.principal), call.body));
    return Math.ceil(promptTokens(responsesProtocol.name, body, await tokenizer()));
  }
}

/** What failed, or was not heard to its end, is nothing to go on from. */
function remember(
  memory: TurnMemory | undefined,
  { earlier, said }: ResponseContext,
  { response }: RecordedResponse,
): void {
  const status = statusOf(response);
  if (status !== 'completed' && status !== 'incomplete') return;
  memory?.remember(textAt(response, 'id') ?? '', [...earlier, ...said, ...outputOf(response)]);
}

/** The provider gets what was said, and nothing that refers to what it has not stored. */
function toldCall(call: Omit<ResponseCall, 'memory'>, { input }: ResponseContext): GatewayCall {
  if (input === null && call.body['background'] !== true) return { ...call, protocol: responsesProtocol };
  const { previous_response_id: _1, conversation: _2, background: _3, ...rest } = call.body;
  const changes = { ...(input && { input }), store: false };
  const left = new Set(['previous_response_id', 'conversation', 'background']);
  return {
    ...call,
    protocol: responsesProtocol,
    body: { ...rest, ...changes },
    sent: withFields(withoutFields(call.sent, left), changes),
  };
}

/** What its client asked for, and the provider knows nothing of. */
function saidOfContext(request: JsonObject, context: ResponseContext): JsonObject {
  return {
    previous_response_id: context.previousResponseId,
    conversation: context.conversationId === null ? null : { id: context.conversationId },
    store: request['store'] !== false,
    background: request['background'] === true,
  };
}
