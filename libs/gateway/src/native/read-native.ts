import { failureOfIssues } from '@onegate/platform';
import type { JsonObject } from '../translation/wire.js';
import { nativeRequest, type NativeRequest } from './native-request.schema.js';
import { nativeFieldMissing } from './native.errors.js';
import { withPlainNames } from './plain-names.js';

/**
 * Without a meaning here: the answer always comes whole and has one choice, and where a call goes is decided by its model.
 * `endpoint` names an address that clients would have called with our key: it is never looked at.
 */
const ignored = new Set([
  'endpoint',
  'stream',
  'stream_options',
  'n',
  'safety_settings',
  'generation_config',
  'contents',
  'system',
  'stop_sequences',
]);

/** Reads a body of the native API as one of chat completions. What is missing is a 400, what has a wrong type a 422. */
export function readNative(body: JsonObject): JsonObject {
  const plain = withPlainNames(body);
  refuseMissing(plain);
  const parsed = nativeRequest.safeParse(plain);
  if (!parsed.success) throw failureOfIssues(parsed.error.issues);
  const request = parsed.data;
  const kept = Object.entries(request).filter(([name]) => !ignored.has(name));
  return {
    ...Object.fromEntries(kept),
    ...samplingOf(request),
    ...choiceOf(request),
    messages: said(request),
  };
}

function refuseMissing(plain: JsonObject): void {
  if (plain['model'] === undefined) throw nativeFieldMissing({ field: 'model' });
  if (plain['messages'] === undefined && plain['contents'] === undefined)
    throw nativeFieldMissing({ field: 'messages' });
  const messages = Array.isArray(plain['messages']) ? plain['messages'] : [];
  for (const [index, message] of messages.entries()) {
    if (typeof message !== 'object' || message === null) continue;
    for (const field of ['role', 'content'])
      if (!(field in message)) throw nativeFieldMissing({ field: `messages[${index}].${field}` });
  }
}

function said({ system, messages, contents }: NativeRequest): JsonObject[] {
  const instructions = system === undefined ? [] : [{ role: 'system', content: system }];
  return [...instructions, ...(messages ?? (contents ?? []).map(messageOf))];
}

/** Gemini's models speak as `model`. */
function messageOf({ role, parts }: NonNullable<NativeRequest['contents']>[number]): JsonObject {
  return {
    role: role === undefined || role === 'user' ? 'user' : role === 'model' ? 'assistant' : role,
    content: parts.map(({ text }) => text ?? '').join(''),
  };
}

/** What a field and Gemini's settings both say, the field says. */
function samplingOf(request: NativeRequest): JsonObject {
  const config = request.generation_config ?? {};
  const sampling = {
    temperature: request.temperature ?? config.temperature,
    top_p: request.top_p ?? config.top_p,
    top_k: request.top_k ?? config.top_k,
    max_tokens: request.max_tokens ?? config.max_output_tokens,
    stop: request.stop_sequences ?? config.stop_sequences ?? request['stop'],
  };
  return Object.fromEntries(Object.entries(sampling).filter(([, value]) => value !== undefined));
}

const choices = new Set(['auto', 'none', 'required']);

/** Any other word is the name of the one tool to call. */
function choiceOf({ tool_choice: choice }: NativeRequest): JsonObject {
  if (typeof choice !== 'string' || choices.has(choice)) return {};
  return { tool_choice: { type: 'function', function: { name: choice } } };
}
