import { expect, it } from '@jest/globals';
import { finishReasonOf } from './finish-reason.js';

it.each([
  ['stop', ['stop', 'end_turn', 'stop_sequence', 'STOP', 'COMPLETE', 'completed', 'eos', 'pause_turn']],
  ['length', ['length', 'max_tokens', 'MAX_TOKENS', 'max_output_tokens', 'model_length']],
  ['tool_calls', ['tool_calls', 'tool_use', 'TOOL_CALL', 'function_call', 'tool-calls']],
  ['content_filter', ['content_filter', 'refusal', 'SAFETY', 'guardrail_intervened', 'content-filter']],
  ['error', ['error', 'failed', 'MALFORMED_FUNCTION_CALL']],
  [null, [null]],
] as const)('an answer ended by %s, in whatever words its provider says so', (reason, words) => {
  expect(words.map((word) => finishReasonOf(word))).toEqual(words.map(() => reason));
});
