import { renderFailure, type Failure } from '@onegate/platform';
import { isObject } from '../../json/json-object.js';
import type { FinishPart } from '../neutral/part-kinds.js';
import type { JsonObject } from '../wire.js';
import type { ItemStatus } from './response-event.js';

export interface Ending {
  readonly status: ItemStatus;
  readonly incomplete_details: JsonObject | null;
  /** What the model said in place of an answer, where it says so beside the text. */
  readonly refusal?: string;
}

export function endingOf({ finishReason, providerMetadata }: FinishPart): Ending {
  const { unified, raw } = finishReason;
  if (raw === 'refusal') {
    const details = providerMetadata?.['anthropic']?.['stopDetails'];
    const words = isObject(details) ? details['explanation'] : undefined;
    return { ...complete, refusal: typeof words === 'string' ? words : 'The model declined to answer.' };
  }
  if (unified === 'length') return incomplete('max_output_tokens');
  return unified === 'content-filter' ? incomplete('content_filter') : complete;
}

const complete: Ending = { status: 'completed', incomplete_details: null };

function incomplete(reason: string): Ending {
  return { status: 'incomplete', incomplete_details: { reason } };
}

/** The `error` of a response that failed; its codes are few. */
export function responseError(failure: Failure): JsonObject {
  const code = failure.kind === 'rate_limited' ? 'rate_limit_exceeded' : 'server_error';
  return { code, message: failure.message };
}

/** The `error` event: SDKs of OpenAI read its fields at the top, the open specification has them below `error`. */
export function errorFields(failure: Failure, requestId: string): JsonObject {
  const { error } = renderFailure(failure, 'openai', {
    method: 'POST',
    path: '/v1/responses',
    requestId,
  }).body;
  const { type, code, message, param } = isObject(error) ? error : {};
  return { code, message, param, error: { type, code, message, param } };
}
