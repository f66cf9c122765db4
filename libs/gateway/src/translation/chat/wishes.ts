import type { AnswerFacts } from '../wire.js';

/** Whether a stream ends with the tokens that it cost. */
export function wantsUsage({ body }: AnswerFacts): boolean {
  return field(body['stream_options'], 'include_usage') === true || field(body['usage'], 'include') === true;
}

export function hidesThoughts({ body }: AnswerFacts): boolean {
  return field(body['reasoning'], 'exclude') === true || body['include_reasoning'] === false;
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
