import type { LanguageModelV4FinishReason } from '@ai-sdk/provider';

export type ChatFinishReason = 'stop' | 'length' | 'tool_calls' | 'content_filter';

const finishReasons: Readonly<Record<LanguageModelV4FinishReason['unified'], ChatFinishReason>> = {
  stop: 'stop',
  length: 'length',
  'content-filter': 'content_filter',
  'tool-calls': 'tool_calls',
  other: 'stop',
  // An answer that ends like this is a failure; these two only complete the table.
  error: 'stop',
  interrupted: 'stop',
};

/** Why the answer ended, in OpenAI's words. An answer with tool calls waits for their results, whatever it says. */
export function chatFinishReason(
  { unified }: LanguageModelV4FinishReason,
  hasToolCalls: boolean,
): ChatFinishReason {
  const reason = finishReasons[unified];
  return reason === 'stop' && hasToolCalls ? 'tool_calls' : reason;
}
