import type { LanguageModelV4FinishReason, SharedV4ProviderMetadata } from '@ai-sdk/provider';
import { isObject } from '../../json/json-object.js';
import type { JsonObject } from '../wire.js';

/** As Claude says it, wherever it is hosted. */
const own: ReadonlySet<string> = new Set([
  'end_turn',
  'max_tokens',
  'stop_sequence',
  'tool_use',
  'pause_turn',
  'refusal',
  'model_context_window_exceeded',
]);

const byMeaning: Readonly<Record<LanguageModelV4FinishReason['unified'], string>> = {
  stop: 'end_turn',
  length: 'max_tokens',
  'content-filter': 'refusal',
  'tool-calls': 'tool_use',
  error: 'end_turn',
  interrupted: 'end_turn',
  other: 'end_turn',
};

export interface Ending {
  readonly finishReason: LanguageModelV4FinishReason;
  readonly providerMetadata?: SharedV4ProviderMetadata | undefined;
}

/** The fields by which a message says why it ended. */
export function messageEnding({ finishReason, providerMetadata }: Ending, calledTools: boolean): JsonObject {
  const facts = providerMetadata?.['anthropic'];
  const stop_reason = stopReason(finishReason, calledTools);
  const sequence = facts?.['stopSequence'];
  return {
    stop_reason,
    stop_sequence: typeof sequence === 'string' ? sequence : null,
    stop_details: stop_reason === 'refusal' ? refusal(facts?.['stopDetails']) : null,
    container: null,
  };
}

/**
 * Some providers end with "stop" after tool calls; clients run tools only on `tool_use`. Models that answer JSON by a
 * tool of their own end with `tool_use`, but there is nothing for the client to run.
 */
function stopReason({ unified, raw }: LanguageModelV4FinishReason, calledTools: boolean): string {
  const reason = raw !== undefined && own.has(raw) ? raw : byMeaning[unified];
  if (reason === 'tool_use' && !calledTools) return 'end_turn';
  return reason === 'end_turn' && calledTools ? 'tool_use' : reason;
}

function refusal(details: unknown): JsonObject {
  const { category, explanation } = isObject(details) ? details : {};
  return { type: 'refusal', category: category ?? null, explanation: explanation ?? null };
}
