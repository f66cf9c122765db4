import { Injectable } from '@nestjs/common';
import { defineFailure, jsonOrNothing } from '@onegate/platform';
import { answerId } from '../answers/answer-ids.js';
import type { GatewayAnswer } from '../calls/gateway-call.js';
import { Gateway } from '../calls/gateway.service.js';
import { jsonBytes } from '../json/json-bytes.js';
import { isObject } from '../json/json-object.js';
import type { ClientProtocol } from '../protocols/client-protocol.js';
import { objectAt } from '../protocols/fields.js';
import { responsesProtocol } from '../protocols/responses.protocol.js';
import type { JsonObject } from '../translation/wire.js';
import { Compactions } from './compactions.js';
import { storedItem, toldAgain } from './items.js';
import { ResponseContexts } from './response-context.service.js';
import { outputOf } from './response-store.service.js';
import type { ResponseCall } from './stateful-responses.service.js';
import { stateOwnerOf } from './state-owner.js';

const compactionFailed = defineFailure(
  'response.compaction_failed',
  'upstream_failed',
  'The model gave no summary of the conversation.',
);

const request =
  'Summarize this conversation so that it can be continued from your summary alone. Keep every fact, decision, name, ' +
  'number, file, open question and result of a tool that may still matter. Answer with the summary only.';

/** A response to the same body under the same key is another call. */
export const compactionProtocol: ClientProtocol = { ...responsesProtocol, dialect: 'compaction' };

/** Makes a long conversation short: the model sums it up, and the summary stands for what was said. */
@Injectable()
export class ResponseCompaction {
  constructor(
    private readonly gateway: Gateway,
    private readonly contexts: ResponseContexts,
    private readonly compactions: Compactions,
  ) {}

  async compact(call: ResponseCall): Promise<GatewayAnswer> {
    const owner = stateOwnerOf(call.principal);
    const { input, said } = await this.contexts.of(owner, call.body);
    const items = input ?? toldAgain(said);
    const { model, instructions, prompt_cache_key } = call.body;
    const asked = [...items, { role: 'user', content: request }];
    const body = { model, input: asked, instructions, prompt_cache_key, store: false };
    const sent = jsonBytes(body);
    const answered = await this.gateway.answer({
      ...call,
      protocol: responsesProtocol,
      body: JSON.parse(sent.toString()) as JsonObject,
      sent,
    });
    const answer = responseIn(answered);
    const summary = textOf(answer);
    if (summary === '') throw compactionFailed();
    const kept = items.filter(({ role }) => role === 'user').map(storedItem);
    const compaction = {
      id: answerId('openai-responses'),
      object: 'response.compaction',
      created_at: Math.floor(Date.now() / 1_000),
      output: [...kept, this.compactions.made(owner, summary)],
      usage: wholeUsage(objectAt(answer, 'usage')),
    };
    return { ...answered, body: JSON.stringify(compaction) };
  }
}

function responseIn({ body }: GatewayAnswer): JsonObject {
  const answer = typeof body === 'string' || Buffer.isBuffer(body) ? jsonOrNothing(body.toString()) : null;
  return isObject(answer) ? answer : {};
}

function textOf(response: JsonObject): string {
  const parts = outputOf(response).flatMap(({ content }) =>
    Array.isArray(content) ? (content as JsonObject[]) : [],
  );
  return parts.map(({ text }) => (typeof text === 'string' ? text : '')).join('');
}

function wholeUsage(usage: JsonObject): JsonObject {
  return {
    input_tokens: 0,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: 0,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: 0,
    ...usage,
  };
}
