type FinishReason = 'stop' | 'length' | 'tool_calls' | 'content_filter' | 'error';

/** What the providers say when an answer ends for another reason than that it is whole, in lower case. */
const meanings: Readonly<Record<Exclude<FinishReason, 'stop'>, readonly string[]>> = {
  length: [
    'length',
    'max_tokens',
    'max_output_tokens',
    'max_length',
    'model_length',
    'model_context_window_exceeded',
    'error_limit',
  ],
  tool_calls: ['tool_calls', 'tool-calls', 'tool_call', 'tool_use', 'function_call'],
  content_filter: [
    'content_filter',
    'content-filter',
    'content_filtered',
    'guardrail_intervened',
    'refusal',
    'safety',
    'recitation',
    'blocklist',
    'prohibited_content',
    'spii',
    'image_safety',
    'image_prohibited_content',
    'image_recitation',
    'language',
    'error_toxic',
  ],
  error: [
    'error',
    'failed',
    'insufficient_system_resource',
    'malformed_function_call',
    'malformed_model_output',
    'malformed_tool_use',
    'unexpected_tool_call',
  ],
};

const byWord = new Map(
  Object.entries(meanings).flatMap(([reason, words]) => words.map((word) => [word, reason as FinishReason])),
);

/** Why an answer ended, in one word for all providers; `null` where none was told. */
export function finishReasonOf(native: string | null): FinishReason | null {
  return native === null ? null : (byWord.get(native.toLowerCase()) ?? 'stop');
}
