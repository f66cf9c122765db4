import { objectOf } from '../json/json-object.js';
import type { JsonObject } from '../translation/wire.js';
import { countOf, listOf, textOf } from '../usage-reading/wire-values.js';

/** Reasons that other servers give, in the four words of the document. */
const reasons: Readonly<Record<string, string>> = {
  length: 'length',
  max_tokens: 'length',
  tool_calls: 'tool_calls',
  function_call: 'tool_calls',
  tool_use: 'tool_calls',
  content_filter: 'content_filter',
  refusal: 'content_filter',
};

interface AnswerNames {
  /** As the client asked for it. */
  readonly model: string;
  readonly provider: string;
}

/**
 * A chat completion as the native answer: the documented fields, and the same once more under `output` with `code` beside
 * it, which is where the published clients look.
 */
export function writeNative(completion: JsonObject, { model, provider }: AnswerNames): JsonObject {
  const choice = objectOf(listOf(completion['choices'])[0]);
  const message = objectOf(choice['message']);
  const calls = listOf(message['tool_calls']);
  const output = {
    provider,
    model,
    role: 'assistant',
    content: contentOf(message),
    usage: usageOf(objectOf(completion['usage'])),
    finish_reason: calls.length > 0 ? 'tool_calls' : reasonOf(choice['finish_reason']),
    ...(calls.length > 0 && { tool_calls: calls }),
  };
  return { ...output, code: 200, output };
}

function contentOf({ content, refusal }: JsonObject): string {
  if (Array.isArray(content)) return content.map((part) => textOf(objectOf(part)['text']) ?? '').join('');
  return textOf(content) ?? textOf(refusal) ?? '';
}

function reasonOf(reason: unknown): string {
  return reasons[String(reason)] ?? 'stop';
}

function usageOf(usage: JsonObject): JsonObject {
  const input = countOf(usage['prompt_tokens']);
  const output = countOf(usage['completion_tokens']);
  return { input_tokens: input, output_tokens: output, total_tokens: input + output };
}
